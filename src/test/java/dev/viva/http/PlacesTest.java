package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final List<String> ran = new ArrayList<>();
    private final Places places = new Places(1);

    @Test
    void whoWaitsFirstGetsThePlaceFirst() {
        assertThat(places.take(Runnable::run, () -> ran.add("one"))).isNull();
        assertThat(places.take(Runnable::run, () -> ran.add("two"))).isNotNull();
        assertThat(places.take(Runnable::run, () -> ran.add("three"))).isNotNull();

        places.release();
        assertThat(ran).containsExactly("two");
        places.release();
        assertThat(ran).containsExactly("two", "three");
        places.release();
        assertThat(places.take(Runnable::run, () -> ran.add("four"))).isNull();
    }

    @Test
    void whoGaveUpIsPassedOver() {
        places.take(Runnable::run, () -> ran.add("one"));
        var impatient = Objects.requireNonNull(places.take(Runnable::run, () -> ran.add("two")));
        places.take(Runnable::run, () -> ran.add("three"));

        assertThat(impatient.giveUp()).isTrue();
        places.release();

        assertThat(ran).containsExactly("three");
        assertThat(impatient.giveUp()).isFalse();
    }

    @Test
    void aRequestThatWaitsForItsClientLeavesItsPlaceToOthers() {
        places.take(Runnable::run, () -> {});
        var place = new Place(places, true, Runnable::run);

        assertThat(place.pause()).isTrue();
        assertThat(places.take(Runnable::run, () -> {})).as("another takes it").isNull();
        place.resume(() -> ran.add("goes on"));
        assertThat(ran).isEmpty();
        places.release();
        assertThat(ran).containsExactly("goes on");

        place.close();
        assertThat(places.take(Runnable::run, () -> {})).isNull();
    }

    @Test
    void aRequestThatEndedWhileItWaitedLosesNoPlace() {
        places.take(Runnable::run, () -> {});
        var place = new Place(places, true, Runnable::run);
        place.pause();
        place.close();
        place.resume(() -> {});

        assertThat(places.take(Runnable::run, () -> {})).isNull();
    }
}
