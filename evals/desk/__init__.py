"""The review desk at /review: people read transcripts, judge them, and turn what is wrong into a case.

An application of its own, mounted by `ui.py` when `RESTWELL_REVIEW__…` names who may sign in. It runs on the packages
of the server alone, and does not import `web`: what it needs from there is handed in (`parts.Parts`).

To add a page:

1. Write a module with `make_router(desk: Desk) -> APIRouter`. A route takes the reviewer with
   `who: Session = Depends(desk.access.signed_in)`; a route that changes something takes
   `Depends(desk.access.changing)` instead, which also checks the form's `csrf` field or the `X-CSRF-Token` header. A route that
   takes neither is public. It answers with `desk.look.page(request, "name.html", who, **values)`.
2. Put `name.html` into `templates/`; it starts with `{% extends "base.html" %}` and fills the blocks `title` and `main`.
   Text is escaped. Scripts and styles are files in `static/`: the policy allows nothing inline. Links and form targets are
   `{{ base }}/path`.
3. Add `Page("/path", "Title", make_router)` to `PAGES` in `pages.py`: it is mounted and stands in the menu (an empty
   title leaves it out).
"""
