// The event loop: ticks, timers, immediates, and operations that end later. Nothing here waits for more than time: what
// touches files or the host has its answer at once, and only tells it later.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const ticks = [];
  const operations = [];
  const immediates = [];
  const timers = [];
  let phase = 'begin';
  let limit = 0;
  let left = 0;
  let started = 0;
  let sequence = 0;
  let isExiting = false;
  const rejections = new Map();
  let reported = new WeakSet();

  const now = () => Number(native.monotonic() / 1000n) / 1000 - started;

  // A heap would serve thousands of timers; scripts have a few.
  function addTimer(timer, after) {
    timer.due = Math.floor(now()) + after;
    timer.order = sequence++;
    let place = timers.length;
    while (place > 0 && timers[place - 1].due > timer.due) {
      place--;
    }

    timers.splice(place, 0, timer);
  }

  function removeTimer(timer) {
    const place = timers.indexOf(timer);
    if (place >= 0) {
      timers.splice(place, 1);
    }
  }

  // Calls what a script gave; what it throws is an uncaught exception.
  function invoke(callback, self, args) {
    try {
      callback.apply(self, args);
    } catch (error) {
      uncaught(error, 'uncaughtException');
    }
  }

  function uncaught(error, origin) {
    load('process').handleUncaught(error, origin);
  }

  function runTicks() {
    let hasRun = 0;
    while (ticks.length > 0) {
      const [callback, args] = ticks.shift();
      invoke(callback, undefined, args);
      hasRun = 1;
    }

    return hasRun;
  }

  function checkRejections() {
    if (rejections.size === 0) {
      return false;
    }

    const all = [...rejections];
    rejections.clear();
    for (const [promise, reason] of all) {
      reported.add(promise);
      load('process').handleRejection(reason, promise);
    }

    return true;
  }

  function onRejection(promise, reason, isHandled) {
    if (!isHandled) {
      rejections.set(promise, reason);
    } else if (!rejections.delete(promise) && reported.has(promise)) {
      load('process').process.emit('rejectionHandled', promise);
    }
  }

  const isAlive = () =>
    operations.length > 0 ||
    immediates.some((each) => !each.isUnref && !each.isCleared) ||
    timers.some((each) => !each.isUnref);

  // Runs one thing that is due, or waits for it. Zero: nothing is left.
  function next() {
    if (isExiting) {
      return 0;
    }

    if (checkRejections()) {
      return 1;
    }

    if (!isAlive()) {
      const { process } = load('process');
      process.emit('beforeExit', process.exitCode ?? 0);
      return isAlive() || ticks.length > 0 ? 1 : 0;
    }

    if (runOne()) {
      return 1;
    }

    const [timer] = timers;
    if (timer !== undefined && timer.due > now() && operations.length === 0 && immediates.length === 0) {
      native.sleep(Math.max(timer.due - now(), 0.05));
    }

    return 1;
  }

  // A turn of the loop: the timers that were due when it began, the operations that had ended after these, and then the
  // immediates that there were. What any of them adds has its place in the next turn, so that none waits forever.
  function runOne() {
    for (;;) {
      switch (phase) {
        case 'begin':
          limit = now();
          phase = 'timers';
          break;
        case 'timers':
          if (timers.length > 0 && timers[0].due <= limit) {
            timers.shift().fire();
            return true;
          }

          left = operations.length;
          phase = 'operations';
          break;
        case 'operations':
          if (left > 0) {
            left--;
            const [callback, args] = operations.shift();
            invoke(callback, undefined, args);
            return true;
          }

          left = immediates.length;
          phase = 'immediates';
          break;
        default: {
          if (left === 0) {
            phase = 'begin';
            return false;
          }

          left--;
          const immediate = immediates.shift();
          if (!immediate.isCleared) {
            immediate.hasRun = true;
            invoke(immediate.callback, immediate, immediate.args);
            return true;
          }
        }
      }
    }
  }

  module.exports = {
    next,
    runTicks,
    onRejection,
    addTimer,
    removeTimer,
    invoke,
    uncaught,
    now,
    hasTicks: () => (ticks.length > 0 ? 1 : 0),
    nextTick: (callback, args) => ticks.push([callback, args]),
    later: (callback, ...args) => operations.push([callback, args]),
    addImmediate: (immediate) => immediates.push(immediate),
    stop: () => {
      isExiting = true;
    },
    start: () => {
      started = Number(native.monotonic() / 1000n) / 1000;
    },
  };
});
