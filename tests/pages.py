"""What a test asks of any page, whatever its words are."""

from django.http import HttpResponse as Response


def is_empty(response: Response) -> bool:
    """Whether the page shows the block that stands where there is nothing, and what to do next."""
    return 'class="empty-state"' in response.text


def main_part(response: Response) -> str:
    """The page without the bar and the navigation around it."""
    return response.text.partition("<main")[2]
