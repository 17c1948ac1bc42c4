"""The ways in which a request can fail, each with words that say what to do."""


class AppError(Exception):
    """An expected failure: ``message`` says what happened, ``hint`` what to do about it."""

    status = 400
    title = "操作没有完成"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotAllowed(AppError):
    """The person may not do this, or may not see it."""

    status = 403
    title = "没有权限"


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


class Invalid(AppError):
    """The input cannot be taken; nothing was written."""

    status = 422
    title = "输入有误"


class TooLarge(AppError):
    """More was sent than may be; it was refused before it was read."""

    status = 413
    title = "文件太大"


class NotInstalled(AppError):
    """The installation lacks something that this needs; other pages work all the same."""

    status = 503
    title = "安装不完整"
