-- Who speaks in place of the patient, by name; null for the patient. Written when the session begins.
ALTER TABLE session ADD COLUMN speaker TEXT;
-- What the student has done of the opening, a bit for each: a step is told once, whichever replica stores its line.
ALTER TABLE session ADD COLUMN opening INTEGER NOT NULL DEFAULT 0;
