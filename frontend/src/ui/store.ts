import { useSyncExternalStore } from 'react';

/** A value that is watched. Its whole use is to keep logic out of React: classes write, components read. */
export class Store<T extends object> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  readonly get = (): T => this.value;

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(change: Partial<T>): void {
    this.value = { ...this.value, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

export function useStore<T extends object>(store: Store<T>): T {
  return useSyncExternalStore(store.watch, store.get, store.get);
}
