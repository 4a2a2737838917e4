package dev.viva.doctor;

import java.util.List;

/** Looks at one part of an installation, and changes nothing that the service uses. */
public interface Probe {
    /** The part, as the lines of the report name it. */
    String about();

    /** What was found; never empty. What it throws is reported as a failure of the part. */
    List<Diagnosis> look() throws Exception;
}
