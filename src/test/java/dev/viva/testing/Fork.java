package dev.viva.testing;

/** The number of this JVM among those that share a run's test classes, set by {@code pom.xml}. */
final class Fork {
    static final int NUMBER = Integer.getInteger("viva.test.fork", 1);
    static final int COUNT = Integer.getInteger("viva.test.forks", 1);

    private Fork() {}
}
