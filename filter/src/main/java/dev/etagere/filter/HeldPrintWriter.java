package dev.etagere.filter;

import java.io.PrintWriter;

/** What the handler prints to; tells it of the container's errors, which that writer swallows. */
final class HeldPrintWriter extends PrintWriter {
    private final PrintWriter own;

    HeldPrintWriter(PrintWriter own, HeldWriter held) {
        super(held);
        this.own = own;
    }

    @Override
    public boolean checkError() {
        return super.checkError() || own.checkError();
    }
}
