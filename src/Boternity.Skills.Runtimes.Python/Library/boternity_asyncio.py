"""Event loops without threads and without pipes.

A loop's pipe to itself wakes it from other threads and from signals. There are neither here, so it has none.
"""


def change_selector_events(module):
    loop = module.BaseSelectorEventLoop
    loop._make_self_pipe = _no_pipe
    loop._close_self_pipe = _no_pipe
    loop._write_to_self = _no_pipe
    loop.run_in_executor = _run_in_executor


def change_thread_pools(module):
    """A pool of threads does its work where it is submitted: in order, and done when submit returns."""
    module.ThreadPoolExecutor.submit = _submit


def _no_pipe(loop):
    loop._csock = loop._ssock = None


def _run_in_executor(loop, executor, function, *arguments):
    future = loop.create_future()
    try:
        future.set_result(function(*arguments))
    except StopIteration as error:
        future.set_exception(RuntimeError(f"{error!r} came out of an executor"))
    except Exception as error:
        future.set_exception(error)

    return future


def _submit(executor, function, /, *arguments, **options):
    from concurrent.futures import Future

    if executor._shutdown:
        raise RuntimeError("cannot schedule new futures after shutdown")

    future = Future()
    future.set_running_or_notify_cancel()
    try:
        result = function(*arguments, **options)
    except BaseException as error:
        future.set_exception(error)
        if not isinstance(error, Exception):
            raise
    else:
        future.set_result(result)

    return future
