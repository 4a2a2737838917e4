package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final List<String> ran = new ArrayList<>();
    private final Slots slots = new Slots(1);

    @Test
    void firstWaiterGetsTheSlotFirst() {
        assertThat(slots.take(Runnable::run, () -> ran.add("one"))).isNull();
        assertThat(slots.take(Runnable::run, () -> ran.add("two"))).isNotNull();
        assertThat(slots.take(Runnable::run, () -> ran.add("three"))).isNotNull();

        slots.release();
        assertThat(ran).containsExactly("two");
        slots.release();
        assertThat(ran).containsExactly("two", "three");
        slots.release();
        assertThat(slots.take(Runnable::run, () -> ran.add("four"))).isNull();
    }

    @Test
    void skipsAWaiterThatGaveUp() {
        slots.take(Runnable::run, () -> ran.add("one"));
        var impatient = Objects.requireNonNull(slots.take(Runnable::run, () -> ran.add("two")));
        slots.take(Runnable::run, () -> ran.add("three"));

        assertThat(impatient.giveUp()).isTrue();
        slots.release();

        assertThat(ran).containsExactly("three");
        assertThat(impatient.giveUp()).isFalse();
    }

    @Test
    void requestWaitingForItsClientLendsItsSlot() {
        slots.take(Runnable::run, () -> {});
        var slot = new Slot(slots, true, Runnable::run);

        assertThat(slot.pause()).isTrue();
        assertThat(slots.take(Runnable::run, () -> {}))
                .as("another takes the slot")
                .isNull();
        slot.resume(() -> ran.add("continues"));
        assertThat(ran).isEmpty();
        slots.release();
        assertThat(ran).containsExactly("continues");

        slot.close();
        assertThat(slots.take(Runnable::run, () -> {})).isNull();
    }

    @Test
    void requestThatEndsWhileWaitingKeepsNoSlot() {
        slots.take(Runnable::run, () -> {});
        var slot = new Slot(slots, true, Runnable::run);
        slot.pause();
        slot.close();
        slot.resume(() -> {});

        assertThat(slots.take(Runnable::run, () -> {})).isNull();
    }
}
