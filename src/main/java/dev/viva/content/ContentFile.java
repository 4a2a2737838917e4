package dev.viva.content;

/** A content file as text, not yet parsed. */
public record ContentFile(Kind kind, String id, String text) {
    /** What the files of a content folder describe. */
    public enum Kind {
        PERSONA("personas", "Persona", "persona_id"),
        SCENARIO("scenarios", "Scenario", "scenario_id"),
        CATALOG("catalogs", "Catalog", "catalog_id"),
        RUBRIC("rubrics", "Rubric", "rubric_id"),
        /** One file in the content folder itself. */
        QUESTIONS("", "QuestionBank", "");

        public final String folder;
        public final String component;
        public final String idMember;

        Kind(String folder, String component, String idMember) {
            this.folder = folder;
            this.component = component;
            this.idMember = idMember;
        }
    }

    public String name() {
        return kind.folder.isEmpty() ? id + ".yaml" : kind.folder + "/" + id + ".yaml";
    }
}
