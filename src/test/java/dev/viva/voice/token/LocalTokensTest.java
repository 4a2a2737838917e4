package dev.viva.voice.token;

import java.time.Duration;

class LocalTokensTest extends RtcTokensContract {
    private final LocalTokens tokens = new LocalTokens(clock);

    @Override
    RtcTokens tokens() {
        return tokens;
    }

    @Override
    void pass(Duration time) {
        clock.advance(time);
    }
}
