package dev.etagere.simulation;

import java.util.SplittableRandom;

/**
 * What one interleaving is about, drawn from its seed. Left out is what the contract leaves out: writers without a
 * scope that die between commit and touch, a clean stop in that gap, transactions of more than half a lease, a change
 * that is discarded or answered 4xx although its uncommitted data could be read, and dates across the restart of an
 * index without a directory on a clock that stepped back.
 */
final class Plan {
    /** One in so many keeps its index in a directory, which is slow. */
    private static final int KEPT = 1 << 10;

    final boolean kept;
    final boolean dirtyReads;

    /** Whether writers with the same tag compete and nobody else disturbs them: then exactly one wins. */
    final boolean contest;

    /** Whether all writers use change scopes, so that P2 holds too. */
    final boolean scopesOnly;

    /** Whether every old copy is asked for after every step; otherwise only by the readers, who disturb less. */
    final boolean probed;

    /** Whether reads may write, too. */
    final boolean readsWrite;

    final boolean crashes;

    /**
     * Whether the store lets transactions outlive the lease: P1 holds all the same if every writer closes in the end.
     */
    final boolean patientStore;

    final int restarts;

    /** How far the clock steps. */
    final ClockStyle clock;

    final int seamRarity;
    /** What is asked for. */
    final Resource resource;

    /** What is asked for besides. */
    final Resource other;

    final int readers;
    final int touchers;
    final int scopers;
    final int posters;
    final int ticks;
    final int leaps;
    final boolean rollout;

    enum ClockStyle {
        STANDS,
        MILLISECONDS,
        SECONDS,
        WILD
    }

    private static final ClockStyle[] STYLES = ClockStyle.values();

    private static final Resource[] RESOURCES = {
        Resource.FIRST,
        Resource.FIRST,
        Resource.FIRST,
        Resource.FIRST,
        Resource.SECOND,
        Resource.BOTH,
        Resource.BOTH,
        Resource.EXACT,
        Resource.TRUSTED,
        Resource.UNTAGGED
    };

    /** One in so many is about learned groups. */
    private static final int LEARNED = 16;

    Plan(SplittableRandom random) {
        kept = random.nextInt(KEPT) == 0;
        contest = !kept && random.nextInt(16) == 0;
        scopesOnly = contest || random.nextInt(8) < 5;
        dirtyReads = random.nextInt(4) == 0;
        probed = random.nextInt(8) == 0;
        readsWrite = !contest && random.nextInt(8) == 0;
        crashes = !contest && random.nextInt(4) == 0;
        restarts = kept ? 1 + random.nextInt(2) : !contest && random.nextInt(8) == 0 ? 1 : 0;
        patientStore = !scopesOnly && !crashes && restarts == 0 && random.nextInt(4) == 0;
        clock = STYLES[random.nextInt(STYLES.length)];
        seamRarity = 4 << random.nextInt(4);
        boolean learned = !contest && random.nextInt(LEARNED) == 0;
        resource = contest ? Resource.FIRST : learned ? Resource.LEARNED : RESOURCES[random.nextInt(RESOURCES.length)];
        other = RESOURCES[random.nextInt(RESOURCES.length)];
        readers = kept ? 2 : 1 + random.nextInt(5) / 3;
        int writers = contest ? 2 + random.nextInt(2) : 1 + random.nextInt(3) * random.nextInt(2);
        touchers = scopesOnly ? 0 : 1 + random.nextInt(writers);
        int scoped = contest ? 0 : random.nextInt(writers + 1);
        scopers = Math.min(scoped, writers - touchers);
        posters = writers - touchers - scopers;
        ticks = clock == ClockStyle.STANDS ? 0 : 1 + random.nextInt(4);
        leaps = crashes || patientStore || (!contest && random.nextInt(4) == 0) ? 1 + random.nextInt(2) : 0;
        rollout = !contest && random.nextInt(8) == 0;
    }

    /** Whether there are writers who ask nobody before they write. */
    boolean hasRivals() {
        return touchers > 0 || scopers > 0 || readsWrite;
    }
}
