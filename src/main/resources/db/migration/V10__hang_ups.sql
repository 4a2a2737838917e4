-- When a call that is over is hung up at the provider, if nobody has by then; null when it is, or need not be.
ALTER TABLE voice_call ADD COLUMN hang_up_at BIGINT;
CREATE INDEX voice_call_hang_up ON voice_call (hang_up_at) WHERE hang_up_at IS NOT NULL;
