"""Coroutines, and work that is handed to a pool."""
import asyncio
import concurrent.futures
import queue


async def work(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    print(await asyncio.gather(work("a", 0.02), work("b", 0.01)))
    print(await asyncio.to_thread(sum, [1, 2, 3]))
    try:
        await asyncio.wait_for(work("c", 10), 0.01)
    except asyncio.TimeoutError:
        print("timeout")

    channel = asyncio.Queue()
    await channel.put(1)
    print(await channel.get())


asyncio.run(main())
with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
    print(list(pool.map(lambda x: x * x, range(5))))
    futures = {pool.submit(divmod, 7, n): n for n in (2, 0)}
    for future in concurrent.futures.as_completed(futures):
        try:
            print(futures[future], future.result())
        except ZeroDivisionError as error:
            print(futures[future], error)

waiting = queue.Queue()
waiting.put("x")
print(waiting.get())
