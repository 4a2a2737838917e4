package dev.viva.transcript.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.Contract;
import dev.viva.contract.WireJson;
import dev.viva.model.Transcript;
import org.junit.jupiter.api.Test;

class TranscriptTextTest {
    @Test
    void rendersTheContractsExample() throws Exception {
        var forms = Contract.load()
                .json()
                .at("/paths/~1api~1v1~1sessions~1{session_id}~1transcript/get/responses/200/content");
        var transcript = WireJson.mapper().treeToValue(forms.at("/application~1json/example"), Transcript.class);

        assertThat(forms.at("/text~1plain/example").asText()).isEqualTo(Printed.text(transcript));
    }
}
