import { afterEach, expect, it, vi } from 'vitest';
import { openBrowserPeer } from './browserPeer';

afterEach(() => vi.unstubAllGlobals());

const HANDLERS = { onOpen() {}, onMessage() {}, onConnection() {}, onClosed() {} };

it('a connection that makes no offer is closed', async () => {
  let closed = 0;
  class Broken {
    createDataChannel = () => ({});
    addTransceiver = () => undefined;
    createOffer = () => Promise.reject(new DOMException('No more connections', 'OperationError'));
    close = () => void (closed += 1);
  }
  vi.stubGlobal('RTCPeerConnection', Broken);
  await expect(openBrowserPeer(undefined, HANDLERS, () => undefined)).rejects.toThrow('No more connections');
  expect(closed).toBe(1);
});
