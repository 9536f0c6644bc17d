package dev.etagere.filter;

import dev.etagere.Answer;
import dev.etagere.Attributes;
import dev.etagere.BodyHash;
import dev.etagere.Exchange;
import dev.etagere.Outcome;
import dev.etagere.ResponseHead;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine at the last moment before the container commits: nothing of ours is set before, so that nothing has
 * to be taken back and whatever goes past this wrapper only lacks a header (R25). Buffers nothing.
 *
 * <p>Used by one thread at a time, as the Servlet API wants it, but for {@link #finish()} and {@link #abandon()}.
 */
final class HeldResponse extends HttpServletResponseWrapper implements ResponseHead {
    private static final System.Logger LOG = System.getLogger(ConditionalFilter.class.getName());

    private final HttpServletRequest request;
    private final HttpServletResponse raw;
    private final Exchange exchange;
    private final @Nullable BodyHash body;
    private int bufferSize;
    private long written;
    private long length = -1;
    private int errorStatus;
    private int passes;
    private volatile boolean finished;
    private volatile boolean dropped;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    HeldResponse(HttpServletRequest request, HttpServletResponse raw, Exchange exchange) {
        super(raw);
        this.request = request;
        this.raw = raw;
        this.exchange = exchange;
        this.body = exchange.body();
        this.bufferSize = raw.getBufferSize();
        alignBuffer();
    }

    /** Jetty commits at a single write above its aggregation size, unless that was set together with the buffer. */
    private void alignBuffer() {
        try {
            raw.setBufferSize(bufferSize);
        } catch (IllegalStateException e) {
            // Somebody in front of us has written already: whatever goes past us only lacks our fields.
            LOG.log(System.Logger.Level.DEBUG, "the response was begun in front of the filter", e);
        }
    }

    Exchange exchange() {
        return exchange;
    }

    /** Notes that the filter has seen the request once more. */
    void pass() {
        passes++;
    }

    int passes() {
        return passes;
    }

    /** Whether the moment of the commit has passed, in whatever way. */
    boolean isFinished() {
        return finished;
    }

    /** The handler is done: its touches move, then the response gets what is ours. */
    void finish() {
        if (body != null && !dropped && errorStatus == 0) {
            exchange.written();
        }
        completed();
        try {
            beforeClose();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void completed() {
        exchange.completed(errorStatus == 0 ? getStatus() : errorStatus);
    }

    /** Nothing of ours goes out with this response any more. */
    synchronized void abandon() {
        finished = true;
    }

    /** An answer instead of the handler's. */
    synchronized void replaceBy(Answer answer) throws IOException {
        finished = true;
        drop(answer);
    }

    /** To be called before anything that makes the container commit; does its work once. */
    synchronized void beforeCommit() throws IOException {
        if (finished) {
            return;
        }
        finished = true;
        if (!raw.isCommitted() && !handledInside()) {
            Outcome outcome = judge();
            if (outcome instanceof Answer answer) {
                drop(answer);
            } else if (outcome instanceof Outcome.Send send) {
                Fields.set(raw, send.fields());
            }
        }
    }

    /** To be called when nothing more is written: the handler's own 304 is committed as bare as ours. */
    void beforeClose() throws IOException {
        beforeCommit();
        if (!dropped) {
            BareAnswer.commitNotModified(raw);
        }
    }

    private boolean handledInside() {
        return Boolean.TRUE.equals(request.getAttribute(Attributes.HANDLED));
    }

    /** A response without our fields is whole, so whatever goes wrong here must not break it. */
    private @Nullable Outcome judge() {
        try {
            return exchange.commit(this);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no validators for " + request.getRequestURI(), e);
            return null;
        }
    }

    private void drop(Answer answer) throws IOException {
        Fields.dropContent(raw);
        Fields.set(raw, answer.fields());
        if (raw.getTrailerFields() != null) {
            // Not otherwise: Jetty takes any supplier, even none, for an announcement of trailers.
            raw.setTrailerFields(Map::of);
        }
        dropped = true;
        // Committed at once: a handler that throws later would turn it into an error page with our fields.
        BareAnswer.commit(answer.status(), raw);
    }

    /** Whether what the handler writes goes nowhere. */
    boolean isDropped() {
        return dropped;
    }

    /** What the body is hashed by, if it is. */
    @Nullable
    BodyHash body() {
        return body;
    }

    /** Announces bytes: the container commits when the buffer is full or the declared length is reached. */
    void before(long bytes) throws IOException {
        if (!finished && (written + bytes >= bufferSize || (length >= 0 && written + bytes >= length))) {
            beforeCommit();
        }
        written += bytes;
    }

    @Override
    public int status() {
        return getStatus();
    }

    @Override
    public @Nullable String field(String name) {
        return Fields.joined(getHeaders(name));
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream held = stream;
        if (held == null) {
            held = new HeldStream(super.getOutputStream(), this);
            stream = held;
        }
        return held;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter held = writer;
        if (held == null) {
            // The container's own first: it settles the charset.
            PrintWriter own = super.getWriter();
            held = new HeldPrintWriter(own, new HeldWriter(own, TextLength.ofCharset(getCharacterEncoding()), this));
            writer = held;
        }
        return held;
    }

    @Override
    public void flushBuffer() throws IOException {
        beforeCommit();
        if (!dropped) {
            super.flushBuffer();
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        if (leave(status)) {
            super.sendError(status);
        }
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        if (leave(status)) {
            super.sendError(status, message);
        }
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        if (leave(SC_FOUND)) {
            super.sendRedirect(location);
        }
    }

    private boolean leave(int status) {
        abandon();
        errorStatus = status;
        return !dropped;
    }

    @Override
    public boolean isCommitted() {
        return dropped || super.isCommitted();
    }

    @Override
    public void reset() {
        refuseIfDropped();
        super.reset();
        forgetBody();
        length = -1;
        stream = null;
        writer = null;
    }

    @Override
    public void resetBuffer() {
        refuseIfDropped();
        super.resetBuffer();
        forgetBody();
    }

    private void forgetBody() {
        written = 0;
        if (body != null) {
            body.reset();
        }
    }

    private void refuseIfDropped() {
        if (dropped) {
            throw new IllegalStateException("the response is committed");
        }
    }

    @Override
    public void setBufferSize(int size) {
        super.setBufferSize(size);
        bufferSize = super.getBufferSize();
    }

    @Override
    public void setContentLength(int bytes) {
        declare(bytes);
        if (!dropped) {
            super.setContentLength(bytes);
        }
    }

    @Override
    public void setContentLengthLong(long bytes) {
        declare(bytes);
        if (!dropped) {
            super.setContentLengthLong(bytes);
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        declare(name, value);
        if (!dropped) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        declare(name, value);
        if (!dropped) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        declare(name, Integer.toString(value));
        if (!dropped) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        declare(name, Integer.toString(value));
        if (!dropped) {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void setTrailerFields(@Nullable Supplier<Map<String, String>> trailers) {
        if (!dropped) {
            super.setTrailerFields(trailers);
        }
    }

    private void declare(String name, @Nullable String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            declare(value == null ? -1 : lengthIn(value));
        }
    }

    private static long lengthIn(String value) {
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Jetty closes the output when told a length that has been written already. */
    private void declare(long bytes) {
        length = bytes;
        if (written > 0 && bytes >= 0 && written >= bytes) {
            try {
                beforeCommit();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
