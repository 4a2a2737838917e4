package dev.viva.doctor;

import dev.viva.realtime.ProviderException;

/**
 * What is wrong at a provider, and what to do about it.
 *
 * @param key the setting that holds its key
 * @param address the setting that holds its address
 * @param otherwise said of whatever else it refuses
 */
record ProviderTrouble(String key, String address, String otherwise) {
    String inWords(ProviderException failure) {
        return switch (failure.kind()) {
            case UNAUTHORIZED -> "refuses the key. Check " + key + ".";
            case QUOTA -> "the account's credit is used up. Waiting does not help: add credit.";
            case RATE_LIMITED -> "too many requests with this key. Wait, or raise the account's limits.";
            case TIMEOUT -> "does not answer in time. Check the network to it, and its status page.";
            case UNAVAILABLE ->
                "cannot be reached, or fails. Check " + address
                        + ", the network to it (TCP 443 unless the address says otherwise), and its status page.";
            case NOT_FOUND -> "has no such address. Check " + address + ".";
            default -> otherwise.formatted(failure.kind().label());
        };
    }
}
