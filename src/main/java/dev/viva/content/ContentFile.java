package dev.viva.content;

/**
 * A content file as text, not yet parsed.
 *
 * @param builtIn whether it comes with Viva and stands beside an author's own files
 */
public record ContentFile(Kind kind, String id, String text, boolean builtIn) {
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

    public ContentFile(Kind kind, String id, String text) {
        this(kind, id, text, false);
    }

    ContentFile asBuiltIn() {
        return new ContentFile(kind, id, text, true);
    }

    public String name() {
        return kind.folder.isEmpty() ? id + ".yaml" : kind.folder + "/" + id + ".yaml";
    }
}
