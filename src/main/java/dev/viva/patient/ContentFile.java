package dev.viva.patient;

/** A content file as text, not yet parsed. */
record ContentFile(Kind kind, String id, String text) {
    /** What the files of a content folder describe. */
    enum Kind {
        PERSONA("personas", "Persona", "persona_id"),
        SCENARIO("scenarios", "Scenario", "scenario_id");

        final String folder;
        final String component;
        final String idMember;

        Kind(String folder, String component, String idMember) {
            this.folder = folder;
            this.component = component;
            this.idMember = idMember;
        }
    }

    String name() {
        return kind.folder + "/" + id + ".yaml";
    }
}
