package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Interrupted;
import dev.viva.realtime.CallEvent.ItemAdded;
import dev.viva.realtime.CallEvent.PatientPartial;
import dev.viva.realtime.CallEvent.PatientTranscribed;
import dev.viva.realtime.CallEvent.ProviderError;
import dev.viva.realtime.CallEvent.ResponseDone;
import dev.viva.realtime.CallEvent.SessionChanged;
import dev.viva.realtime.CallEvent.SpeechStarted;
import dev.viva.realtime.CallEvent.StudentPartial;
import dev.viva.realtime.CallEvent.StudentTranscribed;
import dev.viva.realtime.CallEvent.Transcription;
import dev.viva.realtime.CallEvent.TranscriptionFailed;
import dev.viva.realtime.CallEvent.Usage;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.Speaker;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private static final CallRules.Tool EXAMINE = new CallRules.Tool(
            "examine", "Tests", JsonNodeFactory.instance.objectNode().put("type", "object"));
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String HEARD = "conversation.item.input_audio_transcription.";
    private static final String SAID = "response.output_audio_transcript.";

    private final LongAdder ignored = new LongAdder();
    private final EventReader reader = new EventReader(ignored, new FunctionCalls());

    private List<CallEvent> read(String message) throws IOException {
        return reader.read(new ObjectMapper().readTree(message));
    }

    private static String of(String type, String fields) {
        return "{'type':'%s',%s}".formatted(type, fields).replace('\'', '"');
    }

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(of("conversation.item.added", """
                                'previous_item_id':'item_A','item':{'id':'item_B','type':'message','role':'user',
                                'content':[{'type':'input_audio','transcript':null}]}"""), new ItemAdded("item_B", "item_A", Speaker.STUDENT)),
                Arguments.of(of("conversation.item.added", """
                                'previous_item_id':'item_B','item':{'id':'item_C','role':'assistant','content':[]}"""), new ItemAdded("item_C", "item_B", Speaker.PATIENT)),
                Arguments.of(
                        of("input_audio_buffer.committed", "'item_id':'item_B','previous_item_id':null"),
                        new ItemAdded("item_B", null, Speaker.STUDENT)),
                Arguments.of(
                        of("input_audio_buffer.speech_started", "'audio_start_ms':12,'item_id':'item_B'"),
                        new SpeechStarted("item_B")),
                Arguments.of(
                        of(HEARD + "completed", "'item_id':'item_B','content_index':0,'transcript':'How are you?'"),
                        new StudentTranscribed("item_B", "How are you?", null)),
                Arguments.of(
                        of(HEARD + "completed", "'item_id':'item_B','transcript':''"),
                        new StudentTranscribed("item_B", "", null)),
                Arguments.of(
                        of(HEARD + "failed", "'item_id':'item_B','error':{'code':'audio_unintelligible'}"),
                        new TranscriptionFailed("item_B", "audio_unintelligible")),
                Arguments.of(
                        of(HEARD + "failed", "'item_id':'item_B','error':{'code':null,'message':'private words'}"),
                        new TranscriptionFailed("item_B", null)),
                Arguments.of(
                        of("conversation.item.truncated", "'item_id':'item_C','content_index':0,'audio_end_ms':1500"),
                        new Interrupted("item_C", 1500)),
                Arguments.of(
                        of("session.updated", "'session':{'type':'realtime','instructions':'abc'}"),
                        new SessionChanged(ABC, Transcription.UNCHANGED, null)),
                Arguments.of(
                        of(
                                "session.updated",
                                "'session':{'instructions':' abc\\n','tools':[],'audio':{'input':{'transcription':{}}}}"),
                        new SessionChanged(ABC, Transcription.UNCHANGED, List.of())),
                Arguments.of(
                        of(
                                "session.updated",
                                "'session':{'instructions':'abc','audio':{'input':{'transcription':null}}}"),
                        new SessionChanged(ABC, Transcription.OFF, null)),
                Arguments.of(
                        of(
                                "session.updated",
                                "'session':{'instructions':'abc','audio':{'input':{'transcription':{'model':'whisper-1',"
                                        + "'language':'de','prompt':'','keywords':[],'languages':['de']}}}}"),
                        new SessionChanged(ABC, new Transcription(true, "whisper-1", "de", Set.of()), null)),
                Arguments.of(
                        of(
                                "session.updated",
                                "'session':{'instructions':'abc','audio':{'input':{'transcription':{'language':null,"
                                        + "'prompt':'Say yes.','keywords':['McMurray'],'languages':['fr','it']}}}}"),
                        new SessionChanged(
                                ABC,
                                new Transcription(true, null, "", Set.of("prompt", "keywords", "languages")),
                                null)),
                Arguments.of(
                        of(
                                "session.updated",
                                "'session':{'instructions':'abc','tools':[{'type':'function','name':'examine',"
                                        + "'description':'Tests','parameters':{'type':'object'}}]}"),
                        new SessionChanged(ABC, Transcription.UNCHANGED, List.of(EXAMINE))),
                Arguments.of(
                        of(
                                "session.updated",
                                "'session':{'instructions':'abc','tool_choice':'none','tools':[{'type':'function'}]}"),
                        new SessionChanged(ABC, Transcription.UNCHANGED, List.of())),
                Arguments.of(
                        of("response.done", """
                                'response':{'status':'completed','status_details':null,'usage':{'total_tokens':253,
                                'input_tokens':132,'output_tokens':121,
                                'input_token_details':{'text_tokens':119,'audio_tokens':13,'cached_tokens':64},
                                'output_token_details':{'text_tokens':30,'audio_tokens':91}}}"""),
                        new ResponseDone(null, "completed", null, new Usage(253, 132, 121, 64, 13, 91))),
                Arguments.of(
                        of("response.done", """
                                'response':{'status':'cancelled','usage':null,
                                'status_details':{'type':'cancelled','reason':'turn_detected'}}"""), new ResponseDone(null, "cancelled", "turn_detected", Usage.NONE)),
                Arguments.of(
                        of("response.done", """
                                'response':{'status':'failed','status_details':{'type':'failed',
                                'error':{'type':'server_error','code':'rate_limit_exceeded'}}}"""), new ResponseDone(null, "failed", "rate_limit_exceeded", Usage.NONE)),
                Arguments.of(of("response.done", """
                                'response':{'status':'failed','status_details':{'error':{'type':'server_error','code':null}}}"""), new ResponseDone(null, "failed", "server_error", Usage.NONE)),
                Arguments.of(of("response.done", "'response':{}"), new ResponseDone(null, "unknown", null, Usage.NONE)),
                Arguments.of(
                        of("error", "'error':{'code':'session_expired'}"), new ProviderError("session_expired", null)),
                Arguments.of(
                        of("error", "'error':{'code':'insufficient_quota'}"),
                        new ProviderError("insufficient_quota", null)),
                Arguments.of(
                        of("error", "'error':{'code':'response_cancel_not_active','event_id':'viva_1'}"),
                        new ProviderError("response_cancel_not_active", "viva_1")),
                Arguments.of(
                        of("error", "'error':{'code':'Private words!','event_id':'Private words!'}"),
                        new ProviderError("unknown", null)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsTheEventsThatTheServiceUses(String message, CallEvent event) throws Exception {
        assertThat(read(message)).containsExactly(event);
        assertThat(ignored.sum()).isZero();
    }

    @Test
    void boundsItemsPartsAndTextLength() throws Exception {
        String piece = "x".repeat(15_000);
        for (int i = 0; i < 100; i++) {
            read(of(SAID + "delta", "'item_id':'item_%d','delta':'%s'".formatted(i, piece)));
        }
        assertThat(read(of(SAID + "delta", "'item_id':'item_99','delta':'%s'".formatted(piece))))
                .containsExactly(new PatientPartial("item_99", "x".repeat(20_000)));
        assertThat(read(of(SAID + "delta", "'item_id':'item_0','delta':'x'")))
                .containsExactly(new PatientPartial("item_0", "x"));
        assertThat(read(of(SAID + "delta", "'item_id':'item_0','content_index':16,'delta':'y'")))
                .isEmpty();
    }

    @Test
    void deliversLinesBeforeTheEndOfTheResponse() throws Exception {
        read(of(SAID + "done", "'response_id':'resp_1','item_id':'item_C','transcript':'My back.'"));

        assertThat(read(of("response.done", "'response':{'id':'resp_1','status':'completed'}")))
                .containsExactly(
                        new PatientTranscribed("item_C", "My back.", null),
                        new ResponseDone("resp_1", "completed", null, Usage.NONE));
    }

    @Test
    void countsTokensOfARepeatedEventOnce() throws Exception {
        String done = of("response.done", "'event_id':'event_1','response':{'id':'resp_1','status':'completed'}");

        assertThat(read(done)).hasSize(1);
        assertThat(read(done)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"type\":7}",
                "{\"type\":\"response.something_new\"}",
                "{\"type\":\"session.updated\",\"session\":{}}",
                "{\"type\":\"conversation.item.added\"}",
                "{\"type\":\"input_audio_buffer.committed\",\"item_id\":\"../item\"}",
                "{\"type\":\"response.output_text.done\",\"text\":\"of no line\"}",
            })
    void countsUnknownEvents(String message) throws Exception {
        assertThat(read(message)).isEmpty();
        assertThat(ignored.sum()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.created", "rate_limits.updated", "output_audio_buffer.started"})
    void ignoresUnusedEvents(String type) throws Exception {
        assertThat(read(of(type, "'x':1"))).isEmpty();
        assertThat(ignored.sum()).isZero();
    }

    @ParameterizedTest
    @MethodSource("events")
    void toStringContainsNoText(String message, CallEvent event) {
        assertThat(event.toString()).doesNotContain("Hello", "How", "back", "abc", "rivate");
    }

    @Test
    void partialsToStringContainsNoText() {
        assertThat(new StudentPartial("item_A", "How are") + " " + new PatientPartial("item_B", "My back"))
                .isEqualTo("StudentPartial[item_A, 7 characters] PatientPartial[item_B, 7 characters]");
    }
}
