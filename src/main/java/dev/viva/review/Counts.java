package dev.viva.review;

import org.jspecify.annotations.Nullable;

/** Proposals beside what people signed, for one criterion. Not thread-safe. */
final class Counts {
    private int bothMet;
    private int bothNotMet;
    private int onlyProposed;
    private int onlySigned;
    private int independent;

    /** @param unseen whether the person signed before anyone had asked for the proposal */
    void add(boolean proposed, boolean signed, boolean unseen) {
        if (proposed && signed) {
            bothMet++;
        } else if (proposed) {
            onlyProposed++;
        } else if (signed) {
            onlySigned++;
        } else {
            bothNotMet++;
        }
        independent += unseen ? 1 : 0;
    }

    int pairs() {
        return bothMet + bothNotMet + onlyProposed + onlySigned;
    }

    int independent() {
        return independent;
    }

    /** Of what was proposed as met, how much was signed as met. */
    @Nullable
    Double precision() {
        return share(bothMet, bothMet + onlyProposed);
    }

    /** Of what was signed as met, how much was proposed as met. */
    @Nullable
    Double recall() {
        return share(bothMet, bothMet + onlySigned);
    }

    /** Cohen's kappa; null where chance alone explains all, because both said the same of everything. */
    @Nullable
    Double kappa() {
        double all = pairs();
        double observed = (bothMet + bothNotMet) / all;
        double chance = ((bothMet + onlyProposed) / all) * ((bothMet + onlySigned) / all)
                + ((bothNotMet + onlySigned) / all) * ((bothNotMet + onlyProposed) / all);
        return chance == 1 ? null : rounded((observed - chance) / (1 - chance));
    }

    /** Whether there are enough pairs to say that they agree too little. */
    boolean isOff() {
        Double kappa = pairs() < Precision.MIN_PAIRS ? null : kappa();
        return kappa != null && kappa < Precision.MIN_KAPPA;
    }

    private static @Nullable Double share(int part, int whole) {
        return whole == 0 ? null : rounded((double) part / whole);
    }

    private static double rounded(double figure) {
        return Math.round(figure * 1000) / 1000.0;
    }
}
