/** Lets one tab of this browser at a time run an action. */
export interface Locks {
  /** Runs `action` while holding the lock; waits for it as long as needed. */
  exclusively(name: string, action: () => Promise<void>): Promise<void>;
}

/**
 * Web Locks exist only in secure contexts. Without them two tabs may send the same line, which the service stores once:
 * harmless.
 */
export const browserLocks: Locks = {
  async exclusively(name, action) {
    if (typeof navigator === 'undefined' || !navigator.locks) return action();
    await navigator.locks.request(name, action);
  },
};

/** Tells the other tabs that something changed for a session. */
export interface Bus {
  announce(sessionId: string): void;
  listen(listener: (sessionId: string) => void): void;
  close?(): void;
}

export function tabBus(name: string): Bus {
  const channel = new BroadcastChannel(name);
  return {
    announce: (sessionId) => channel.postMessage(sessionId),
    listen: (listener) => channel.addEventListener('message', (e) => listener(String(e.data))),
    close: () => channel.close(),
  };
}
