package dev.viva.patient;

import dev.viva.model.MedicalBaseline;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a patient tells about illnesses, medicines and habits, whatever the case. */
public final class MedicalLife {
    private MedicalLife() {}

    /** What the patient says, by the name of the standard question that asks for it, in the order of the contract. */
    public static Map<String, String> members(MedicalBaseline baseline) {
        var members = new LinkedHashMap<String, String>();
        members.put("illnesses", baseline.illnesses());
        members.put("operations", baseline.operations());
        members.put("medicines", baseline.medicines());
        members.put("allergies", baseline.allergies());
        members.put("family", baseline.family());
        members.put("smoking", baseline.smoking());
        members.put("alcohol", baseline.alcohol());
        return members;
    }
}
