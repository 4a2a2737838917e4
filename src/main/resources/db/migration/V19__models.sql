-- Who played the patient in a call: the provider's model, or the simulator. Unknown for calls of earlier versions.
ALTER TABLE voice_call ADD COLUMN model TEXT;
