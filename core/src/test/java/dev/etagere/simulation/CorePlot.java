package dev.etagere.simulation;

/**
 * What a {@link CoreStory} tells.
 *
 * @param writer the program of both writers, word by word
 * @param reader the program of the reader
 * @param p2 whether it is asked in every state, and inside of the code wherever it calls out; not only at rest
 * @param crashes how many writers die, anywhere
 * @param groups how many groups there are; the reader depends on all
 * @param pauses whether a lease may run out while its writer lives
 * @param lag what lags behind: the {@code data} that handlers read, the {@code index} that they go by, or nothing
 * @param join whether a second reader takes the body of the first one's handler: of {@code any}, or if both have the
 *     {@code same} tag
 */
record CorePlot(
        String writer, String reader, boolean p2, int crashes, int groups, boolean pauses, String lag, String join) {

    static CorePlot of(String writer) {
        return new CorePlot(writer, "stamp body emit", false, 0, 1, false, "", "");
    }

    CorePlot read(String program) {
        return new CorePlot(writer, program, p2, crashes, groups, pauses, lag, join);
    }

    CorePlot inEveryState() {
        return new CorePlot(writer, reader, true, crashes, groups, pauses, lag, join);
    }

    CorePlot crashes(int count) {
        return new CorePlot(writer, reader, p2, count, groups, pauses, lag, join);
    }

    CorePlot twoGroups() {
        return new CorePlot(writer, reader, p2, crashes, 2, pauses, lag, join);
    }

    CorePlot pausing() {
        return new CorePlot(writer, reader, p2, crashes, groups, true, lag, join);
    }

    CorePlot lagging(String what) {
        return new CorePlot(writer, reader, p2, crashes, groups, pauses, what, join);
    }

    CorePlot join(String how) {
        return new CorePlot(writer, reader, p2, crashes, groups, pauses, lag, how);
    }
}
