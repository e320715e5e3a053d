"""Who the console is to slurmrestd: a user's name and a token, in two headers.

The token is a JWT; what it says of itself (`exp`, until when; `sun`, whose) is read, never checked: Slurm does that.
Source: https://slurm.schedmd.com/jwt.html; slurm/src/slurmrestd/plugins/auth/jwt.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import time
from collections.abc import Mapping

import msgspec

from console.model.duration import format_duration
from console.model.errors import Refused
from console.settings.secret import Secret


class Claims(msgspec.Struct):
    """What a token says of itself."""

    exp: float | None = None
    sun: str | None = None


class Credentials:
    """A user and a token; neither is needed at a UNIX socket whose server knows its peer.

    Args:
        user: None for the one that the token names.
        token: None where there is none.
    """

    def __init__(self, user: str | None, token: Secret | None) -> None:
        self._user = user
        self._token = token
        self._last = ""

    async def headers(self) -> Mapping[str, str]:
        """The headers for a request; an expired token is fetched anew.

        Raises:
            SettingsError: if the token cannot be had.
        """
        if self._token is None:
            return {}
        token = await self._reveal(self._token)
        if _is_over(claims_of(token)):
            self._token.forget()
            token = await self._reveal(self._token)
        self._last = token
        user = self._user or claims_of(self._last).sun
        named = {"X-SLURM-USER-NAME": user} if user else {}
        return {**named, "X-SLURM-USER-TOKEN": self._last}

    async def renew(self) -> bool:
        """Fetch the token anew after it was refused; whether it is another one.

        Raises:
            SettingsError: if the token cannot be had.
        """
        if self._token is None:
            return False
        self._token.forget()
        return await self._reveal(self._token) != self._last

    async def _reveal(self, token: Secret) -> str:
        # `scontrol token` prints SLURM_JWT=… , ready for a shell.
        return (await asyncio.to_thread(token.reveal)).strip().removeprefix("SLURM_JWT=")

    def explain(self, error: Refused) -> Refused:
        """The refusal with what the token itself tells about it."""
        claims = claims_of(self._last)
        if _is_over(claims):
            ago = format_duration(time.time() - (claims.exp or 0))
            what = f"the token expired {ago} ago"
            return Refused(what, where=error.where, todo=f"get a new one with `scontrol token{_option(claims.sun)}`")
        if claims.sun and self._user and claims.sun != self._user:
            what = f"the token is for the user {claims.sun}, not for {self._user}"
            return Refused(what, where=error.where, todo=f"get one with `scontrol token{_option(self._user)}`")
        return error


def claims_of(token: str) -> Claims:
    """What a token says of itself; nothing where it is no JWT."""
    parts = token.strip().split(".")
    if len(parts) != 3:
        return Claims()
    try:
        payload = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        return msgspec.json.decode(payload, type=Claims)
    except (binascii.Error, msgspec.MsgspecError, ValueError):
        return Claims()


def _is_over(claims: Claims) -> bool:
    return claims.exp is not None and claims.exp <= time.time()


def _option(user: str | None) -> str:
    return f" username={user}" if user else ""
