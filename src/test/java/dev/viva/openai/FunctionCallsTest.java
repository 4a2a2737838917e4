package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.realtime.CallEvent.FunctionsCalled;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ITEM =
            "{'id':'item_F1','type':'function_call','status':'completed','name':'examine','call_id':'call_1','arguments':'{1}'}";
    private static final String ARGUMENTS =
            "{'type':'response.function_call_arguments.done','response_id':'resp_1','item_id':'item_F1','call_id':'call_1','name':'examine','arguments':'{1}'}";
    private static final String OUTPUT_ITEM =
            "{'type':'response.output_item.done','response_id':'resp_1','item':" + ITEM + "}";

    private final LongAdder ignored = new LongAdder();
    private final EventReader reader = new EventReader(ignored, new FunctionCalls());

    @Test
    void reportsACallOnceHoweverOftenItIsDescribed() throws IOException {
        assertThat(calls(read(ARGUMENTS, OUTPUT_ITEM)))
                .as("before the response has ended")
                .isEmpty();

        var events = read(done("completed", ITEM), done("completed", ITEM));
        assertThat(calls(events)).containsExactly(new FunctionCall("item_F1", "call_1", "examine", "{1}"));
        assertThat(events.getFirst()).as("before the end of its response").isInstanceOf(FunctionsCalled.class);
        assertThat(ignored.sum()).isZero();
    }

    @Test
    void anyOneOfTheEventsIsEnough() throws IOException {
        assertThat(calls(read(ARGUMENTS, done("completed", "")))).hasSize(1);
        assertThat(calls(new EventReader(ignored, new FunctionCalls())
                        .read(JSON.readTree(done("completed", ITEM).replace('\'', '"')))))
                .hasSize(1);
    }

    @Test
    void aCancelledResponseCallsNothing() throws IOException {
        assertThat(calls(read(ARGUMENTS, OUTPUT_ITEM, done("cancelled", ITEM)))).isEmpty();
    }

    @Test
    void reportsAllCallsOfAResponseTogether() throws IOException {
        String second = ITEM.replace("item_F1", "item_F2").replace("call_1", "call_2");

        var events = read(done("completed", ITEM + "," + second));
        assertThat(events.stream().filter(FunctionsCalled.class::isInstance)).hasSize(1);
        assertThat(calls(events)).extracting(FunctionCall::callId).containsExactly("call_1", "call_2");
    }

    @Test
    void printsNoArguments() throws IOException {
        assertThat(read(done("completed", ITEM)).toString()).doesNotContain("{1}");
    }

    private static String done(String status, String output) {
        return "{'type':'response.done','response':{'id':'resp_1','status':'" + status + "','output':[" + output
                + "]}}";
    }

    private List<CallEvent> read(String... messages) throws IOException {
        var events = Stream.<CallEvent>builder();
        for (String message : messages) {
            reader.read(JSON.readTree(message.replace('\'', '"'))).forEach(events);
        }
        return events.build().toList();
    }

    private static List<FunctionCall> calls(List<CallEvent> events) {
        return events.stream()
                .filter(FunctionsCalled.class::isInstance)
                .flatMap(called -> ((FunctionsCalled) called).calls().stream())
                .toList();
    }
}
