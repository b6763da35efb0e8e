import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "scripts")]

import story as stories  # noqa: E402
import system  # noqa: E402
from chromium import DESKTOP, PHONE, Browser  # noqa: E402


@pytest.fixture(scope="session")
def server():
    """One server for all tests that leave the story as it was, or mind only their own records."""
    with system.Server() as server:
        yield server


@pytest.fixture(scope="session")
def story(server):
    """The people of the story, on the common server."""
    return stories.Story(server)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def browser(request, server):
    """A browser at desktop size, then at the size of a phone."""
    with Browser(server, request.param) as browser:
        yield browser
