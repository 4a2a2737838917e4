package dev.viva.debrief.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of the patient with the lines of the student to which it may be the answer.
 *
 * @param number which line of the patient it is, from 0
 * @param asked the student's lines since the patient's last one; those of the line before where the patient goes on
 * @param goesOn whether the patient also said the line before
 */
public record Exchange(int number, List<Line> asked, Line answer, boolean goesOn) {
    /** @param lines in reading order */
    public static List<Exchange> of(List<Line> lines) {
        List<Exchange> exchanges = new ArrayList<>();
        List<Line> asked = new ArrayList<>();
        boolean goesOn = false;
        for (Line line : lines) {
            if (line.isStudents()) {
                if (goesOn) {
                    asked = new ArrayList<>();
                }
                asked.add(line);
                goesOn = false;
            } else {
                exchanges.add(new Exchange(exchanges.size(), List.copyOf(asked), line, goesOn));
                goesOn = true;
            }
        }
        return exchanges;
    }
}
