package dev.etagere.simulation;

/** The races that a run has to hit: one that never does proves nothing. */
enum Window {
    LABEL_WITH_A_TOUCH_INSIDE_ITS_HANDLER(1),
    LABEL_WITH_A_SCOPE_BEGUN_INSIDE_ITS_HANDLER(1),
    BODY_TORN_BY_A_COMMIT(1),
    BODY_READ_DIRTY_AND_ROLLED_BACK(1),
    READ_DECIDED_WHILE_A_SCOPE_IS_OPEN(1),
    READ_DECIDED_BETWEEN_COMMIT_AND_TOUCH(1),
    READ_DECIDED_INSIDE_A_TOUCH(1),
    READ_OVERTAKEN_WHILE_IT_DECIDES(1),
    READ_THAT_WRITES(1),
    SCOPES_OVERLAP(1),
    CRASH_IN_A_SCOPE_BEFORE_THE_COMMIT(1),
    CRASH_IN_A_SCOPE_AFTER_THE_COMMIT(1),
    LEASE_OUTRUN_BY_ITS_WRITER(1),
    LEASE_OF_THE_DEAD_RECOVERED_BY_A_READER(1),
    ROLLED_BACK_AND_DISCARDED(1),
    ANSWERED_5XX_AFTER_THE_COMMIT(1),
    CONDITIONAL_WRITERS_RACE(1),
    CONDITIONAL_WRITE_OVERTAKEN_WHILE_IT_COMPARES(1),
    CLOCK_STEPPED_BACK_BEFORE_THE_ECHO_OF_A_DATE(1),
    CLOCK_STEPPED_FAR_BEFORE_THE_ECHO_OF_A_DATE(1),
    CHANGE_IN_THE_SECOND_OF_A_LABEL(1),
    RESTART_BEFORE_THE_ECHO(1),
    RESTART_BEFORE_THE_ECHO_CLEAN_AND_KEPT(1),
    RESTART_BEFORE_THE_ECHO_UNCLEAN_AND_KEPT(1),
    STOP_DURING_A_CHANGE(1),
    ROLLOUT_BEFORE_THE_ECHO(1),
    ECHO_DURING_A_ROLLOUT(1),
    LATE_304(1),
    CONFIRMED_BY_TAG(1),
    CONFIRMED_BY_LAST_MODIFIED(1),
    CONFIRMED_BY_DATE(1);

    /** How often a million interleavings have to hit it at least. */
    final int perMillion;

    Window(int perMillion) {
        this.perMillion = perMillion;
    }

    /** What it is, in words. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
