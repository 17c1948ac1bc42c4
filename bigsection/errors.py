"""The ways in which a request can fail, each with words that say what to do."""

from collections.abc import Sequence
from typing import Any


class AppError(Exception):
    """An expected failure: ``message`` says what happened, ``hint`` what to do about it, ``way``
    (words and address) where that is done.
    """

    status = 400
    title = "操作没有完成"

    def __init__(self, message: str, *, hint: str = "", way: tuple[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.way = way

    def __str__(self) -> str:
        return f"{self.message}{self.hint}"


class Unintelligible(AppError):
    """What was sent is no request that this could answer."""

    title = "请求有误"


class NotAllowed(AppError):
    """The person may not do this, or may not see it."""

    status = 403
    title = "没有权限"


class StalePage(NotAllowed):
    """A form was sent from a page that is too old to be trusted."""

    title = "页面已过期"


class Missing(AppError):
    """The thing does not exist, or is outside what the person may see."""

    status = 404
    title = "没有找到"


class WrongMethod(AppError):
    """The address was asked in a way that it does not answer."""

    status = 405
    title = "不能这样打开"


class Conflict(AppError):
    """The state does not allow this any more: somebody was faster, or the step is out of order."""

    status = 409
    title = "状态已改变"


class ChangedSince(Conflict):
    """What was decided upon is not what is there any more (bigsection/audit/seen.py).

    ``since`` says line by line who changed what meanwhile, where that is known; ``theirs`` is what
    stands there now, for a page that shows it beside what the person wrote.
    """

    title = "内容已有变化"

    def __init__(
        self,
        message: str,
        *,
        hint: str,
        way: tuple[str, str] | None = None,
        since: Sequence[str] = (),
        theirs: Any = None,
    ) -> None:
        super().__init__(message, hint=hint, way=way)
        self.since = tuple(since)
        self.theirs = theirs


class VersionNeeded(AppError):
    """A program decides without saying which version it decides upon."""

    status = 428
    title = "没有说明版本"


class Invalid(AppError):
    """The input cannot be taken; nothing was written."""

    status = 422
    title = "输入有误"


class TooLarge(AppError):
    """More was sent than may be; it was refused before it was read."""

    status = 413
    title = "文件太大"


class Unreadable(AppError):
    """What was sent is written in a way that is not read."""

    status = 415
    title = "无法读取"


class TooOften(AppError):
    """The same was asked for too many times in a short while."""

    status = 429
    title = "操作太频繁"


class Unavailable(AppError):
    """Something that everything needs cannot be reached just now."""

    status = 503
    title = "暂时不能使用"


class DatabaseBusy(Unavailable):
    """The database is away, or others hold what is asked for; what was begun has been taken back."""

    def __init__(self) -> None:
        super().__init__("数据库暂时连接不上或正忙，没有写入任何内容。", hint="请过一会儿再试。")


class NotInstalled(AppError):
    """The installation lacks something that this needs; other pages work all the same."""

    status = 503
    title = "安装不完整"


class NoRoom(AppError):
    """The disk is full; what was begun has been taken back."""

    status = 507
    title = "磁盘空间不足"

    def __init__(self) -> None:
        message = "服务器磁盘空间不足，没有写入任何内容。"
        super().__init__(message, hint="请联系系统管理员清理磁盘后再试。")
