import type { BrowserMicrophone } from './browserMicrophone';
import type { Peer, PeerHandlers } from './ports';
import { CallError, callTrouble } from './troubles';

const CHANNEL = 'oai-events';
const GATHER_MS = 2_000;

/** A real connection. The channel is made before the offer, since the offer has to mention it. */
export async function openBrowserPeer(
  microphone: MediaStream | undefined,
  handlers: PeerHandlers,
  onVoice: (stream: MediaStream) => void,
): Promise<Peer> {
  if (typeof RTCPeerConnection === 'undefined') throw new CallError(callTrouble('webrtc_missing'));
  const pc = new RTCPeerConnection();
  const channel = pc.createDataChannel(CHANNEL);
  channel.onopen = () => handlers.onOpen();
  channel.onclose = () => handlers.onClosed();
  channel.onmessage = (event) => handlers.onMessage(event.data);
  pc.ontrack = (event) => onVoice(event.streams[0] ?? new MediaStream([event.track]));
  pc.onconnectionstatechange = () => {
    const state = pc.connectionState;
    if (state === 'connected' || state === 'disconnected' || state === 'failed') handlers.onConnection(state);
  };
  const track = microphone?.getAudioTracks()[0];
  if (microphone && track) pc.addTrack(track, microphone);
  // Both ways without a microphone, too: it can be added later without another offer.
  else pc.addTransceiver('audio', { direction: 'sendrecv' });
  const close = () => {
    channel.onopen = channel.onclose = channel.onmessage = null;
    pc.ontrack = pc.onconnectionstatechange = null;
    pc.close();
  };
  try {
    await pc.setLocalDescription(await pc.createOffer());
  } catch (error) {
    close();
    throw error;
  }
  await gathered(pc);
  return {
    close,
    offer: pc.localDescription?.sdp ?? '',
    accept: (sdp) => pc.setRemoteDescription({ type: 'answer', sdp }),
    send(event) {
      if (channel.readyState !== 'open') return false;
      channel.send(JSON.stringify(event));
      return true;
    },
    async replaceMicrophone(other) {
      const [sender] = pc.getSenders();
      const [audio] = (other as BrowserMicrophone).stream.getAudioTracks();
      if (!sender || !audio) throw new CallError(callTrouble('microphone_missing'));
      await sender.replaceTrack(audio);
    },
  };
}

/** There is no way to send candidates later, so the offer waits for them, but not for a STUN server that is silent. */
function gathered(pc: RTCPeerConnection): Promise<void> {
  if (pc.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, GATHER_MS);
    function done() {
      clearTimeout(timer);
      pc.onicegatheringstatechange = null;
      resolve();
    }
    pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done();
  });
}
