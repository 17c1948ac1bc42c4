"""Who makes a request, typed as the product's own user."""

from django.http import HttpRequest

from bigsection.accounts.models import User
from bigsection.errors import NotAllowed


def user_of(request: HttpRequest) -> User:
    """The logged-in person; NotAllowed for nobody, whom the login middleware keeps out anyway."""
    user = request.user
    if not isinstance(user, User):
        raise NotAllowed("请先登录。")
    return user
