package dev.etagere;

/** What to do with a request: leave it alone, answer it at once, or run its handler. */
public sealed interface Decision permits Decision.Pass, Answer, Exchange {

    /** Why. */
    Explanation explanation();

    /** No policy concerns the request: it passes untouched. */
    enum Pass implements Decision {
        /** The only one. */
        PASS;

        private static final Explanation WHY = new Explanation(Reason.UNCONDITIONAL, "no policy concerns this request");

        @Override
        public Explanation explanation() {
            return WHY;
        }
    }
}
