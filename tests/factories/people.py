"""Users and their roles."""

import factory
from factory.django import DjangoModelFactory

from bigsection.accounts.models import User
from departments.models import Membership, Role
from tests.factories.organisation import RegionFactory

PASSWORD = "correct-horse-battery"


class UserFactory(DjangoModelFactory[User]):
    """A person without any role; their password is ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: f"李{n}")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.OFFICER
    region = factory.SubFactory(RegionFactory)
