package dev.viva.voice.token;

/**
 * What a used token opens.
 *
 * @param call the number of the only call that it opens; 0: the next one, whatever its number
 */
public record Permit(int call) {
    /** For the next call. */
    public static final Permit NEXT_CALL = new Permit(0);

    public boolean opens(int number) {
        return call == 0 || call == number;
    }
}
