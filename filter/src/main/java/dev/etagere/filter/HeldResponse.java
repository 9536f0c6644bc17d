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
    private final Fill fill;
    private final Map<String, String> inFront;
    private int errorStatus;
    private int passes;
    private volatile boolean finished;
    private volatile boolean dropped;
    private volatile boolean labelled;
    private boolean due;
    private volatile boolean listens;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    HeldResponse(HttpServletRequest request, HttpServletResponse raw, Exchange exchange) {
        super(raw);
        this.request = request;
        this.raw = raw;
        this.exchange = exchange;
        this.body = exchange.body();
        this.fill = new Fill(raw.getBufferSize());
        this.inFront = Fields.all(raw, "Cache-Control", "Expires", "Content-Location");
        alignBuffer(raw.getBufferSize());
    }

    /** Jetty commits at a single write above its aggregation size, unless that was set together with the buffer. */
    private void alignBuffer(int size) {
        try {
            raw.setBufferSize(size);
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
        if (isBroken()) {
            abandon();
            exchange.brokenOff();
        } else if (body != null && !dropped && errorStatus == 0) {
            exchange.written();
        }
        completed();
        Thrown.unchecked(() -> {
            beforeClose();
            if (!dropped) {
                commitLabelled();
            }
        });
    }

    /** A filter in front that fails from here on would send an error page with our fields (R25). */
    private void commitLabelled() throws IOException {
        if (labelled && !listens && !raw.isCommitted()) {
            close();
        }
    }

    /** Rather than flush: the container then knows the length. */
    private void close() throws IOException {
        if (writer != null) {
            writer.close();
            return;
        }
        try {
            getOutputStream().close();
        } catch (IllegalStateException e) {
            // A filter in front has asked for the writer.
            getWriter().close();
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
        labelled = handledInside();
        if (!raw.isCommitted() && !labelled) {
            Outcome outcome = judge();
            if (outcome instanceof Answer answer) {
                drop(answer);
            } else if (outcome instanceof Outcome.Send send) {
                Fields.set(raw, send.fields());
                labelled = !send.fields().isEmpty();
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

    private boolean isBroken() {
        return Boolean.TRUE.equals(request.getAttribute(Attributes.BROKEN));
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

    /** Announces bytes. */
    void before(long bytes) throws IOException {
        if (!finished && fill.commitsAfter(bytes)) {
            comesDue();
        }
        fill.add(bytes);
    }

    private void comesDue() throws IOException {
        beforeCommit();
        due = !dropped;
    }

    /**
     * The bytes are written. Where the container has held them back after all, they go now: an error that came in
     * between would carry our fields, which no server takes back for us (R25).
     */
    void after() throws IOException {
        if (due) {
            due = false;
            // Tomcat calls a response committed whose declared length is written, and has yet sent nothing. And who
            // listens for the moment to write must not be preceded.
            if (!listens && (fill.isWhole() || !raw.isCommitted())) {
                super.flushBuffer();
            }
        }
    }

    /** The handler writes whenever it may, without blocking. */
    void listens() {
        listens = true;
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
    public @Nullable String fieldInFront(String name) {
        return inFront.get(name);
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
        if (!sendsNotModified(status) && leave(status)) {
            super.sendError(status);
        }
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        if (!sendsNotModified(status) && leave(status)) {
            super.sendError(status, message);
        }
    }

    /** It is no error, and Jetty would drop its Vary and add Content-Length: 0. */
    private boolean sendsNotModified(int status) throws IOException {
        if (status != SC_NOT_MODIFIED || raw.isCommitted()) {
            return false;
        }
        raw.setStatus(status);
        beforeClose();
        dropped = true;
        return true;
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
        fill.declare(-1);
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
        fill.clear();
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
        fill.resize(super.getBufferSize());
    }

    @Override
    public void setContentLength(int bytes) {
        declare(bytes);
        if (!dropped) {
            super.setContentLength(bytes);
            declared();
        }
    }

    @Override
    public void setContentLengthLong(long bytes) {
        declare(bytes);
        if (!dropped) {
            super.setContentLengthLong(bytes);
            declared();
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        declare(name, value);
        if (!dropped) {
            super.setHeader(name, value);
            declared();
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        declare(name, value);
        if (!dropped) {
            super.addHeader(name, value);
            declared();
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        declare(name, Integer.toString(value));
        if (!dropped) {
            super.setIntHeader(name, value);
            declared();
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        declare(name, Integer.toString(value));
        if (!dropped) {
            super.addIntHeader(name, value);
            declared();
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
            declare(Fill.lengthIn(value));
        }
    }

    /** Jetty closes the output when told a length that has been written already. */
    private void declare(long bytes) {
        fill.declare(bytes);
        if (!finished && !fill.isEmpty() && fill.isWhole()) {
            Thrown.unchecked(this::comesDue);
        }
    }

    private void declared() {
        Thrown.unchecked(this::after);
    }
}
