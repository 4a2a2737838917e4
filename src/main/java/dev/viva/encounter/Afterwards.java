package dev.viva.encounter;

import dev.viva.erasure.Erasure;
import dev.viva.model.Reflection;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of a session after its end.
 *
 * @param erasure erases sessions for faculty
 * @param reflections what a session's student wrote about it
 */
public record Afterwards(Erasure erasure, Function<String, Optional<Reflection>> reflections) {}
