package dev.viva.openai;

import org.eclipse.jetty.http.HttpFields;

/**
 * A provider's reply to one request; do not compare it. Prints nothing of it, so that no log contains it.
 *
 * @param body the body, or its beginning
 * @param truncated whether there was more
 */
@SuppressWarnings("ArrayRecordComponent")
record HttpReply(int status, HttpFields headers, byte[] body, boolean truncated) {
    boolean succeeded() {
        return status / 100 == 2;
    }

    @Override
    public String toString() {
        return "HttpReply[" + status + "]";
    }
}
