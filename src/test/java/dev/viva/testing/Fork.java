package dev.viva.testing;

/** Which of the JVMs this is that share a run's test classes; {@code pom.xml} tells. */
final class Fork {
    static final int NUMBER = Integer.getInteger("viva.test.fork", 1);
    static final int COUNT = Integer.getInteger("viva.test.forks", 1);

    private Fork() {}
}
