"""The person's browser, shown a URL that nobody else may see.

Programs' arguments can be read by everybody on the machine, and a sign-in URL serves whoever has it. So the browser
is given a page of the person's own that leads on to it, as Jupyter does.
"""

import html
import os

from xacct_constructs.client.files import make_private_folder, own_folder

_PAGE = """\
<!DOCTYPE html>
<meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={url}">
<title>AWS console</title><a href="{url}">Open the AWS console</a>
"""


def open_privately(url: str) -> bool:
    """Open a URL in the browser; False where none can be started.

    Raises:
        OSError: The page cannot be written.
    """
    import webbrowser

    folder = own_folder("~/.aws/xacct")
    make_private_folder(folder)
    page = os.path.join(folder, "console.html")
    part = f"{page}.{os.getpid()}.tmp"
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(_PAGE.format(url=html.escape(url)))
    os.replace(part, page)
    return webbrowser.open(f"file://{page}")
