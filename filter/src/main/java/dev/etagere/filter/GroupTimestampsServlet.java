package dev.etagere.filter;

import dev.etagere.feed.Cursor;
import dev.etagere.feed.FeedQuery;
import dev.etagere.feed.GroupTimestamps;
import dev.etagere.feed.GroupVisibility;
import dev.etagere.feed.Interest;
import dev.etagere.http.ETag;
import dev.etagere.http.Existence;
import dev.etagere.http.FieldLookup;
import dev.etagere.http.PreconditionResult;
import dev.etagere.http.Preconditions;
import dev.etagere.http.Validators;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells other servers when each published group last changed, in four forms:
 *
 * <ul>
 *   <li>{@code GET /group-timestamps} for all, {@code ?group=products&group=product:42} for some. Its ETag makes a poll
 *       that finds nothing new a 304.
 *   <li>{@code ?since=CURSOR} for what changed after an earlier answer.
 *   <li>{@code Prefer: wait=30} (RFC 7240) beside {@code since} or {@code If-None-Match}: the answer comes with the
 *       next change, or when the time is over.
 *   <li>{@code Accept: text/event-stream}: every change is pushed; {@code Last-Event-ID} resumes.
 * </ul>
 *
 * <p>Map it to {@code /group-timestamps/*} with {@code async-supported}; who waits or is pushed to holds no thread.
 * Names of groups tell about the application, so put it behind authentication where that matters, and say in a
 * {@link GroupVisibility} who may hear of what: in the constructor, or as a context attribute under the name of that
 * interface.
 *
 * <p>Context parameters; what is not there is looked for among the system properties, then in the environment:
 *
 * <ul>
 *   <li>{@code etagere.published}: which groups are listed, separated by commas, with {@code *} at the end of a name
 *       for all that begin so; none if it is missing.
 *   <li>{@code etagere.feed.wait}: how many seconds a request may wait at most; 60.
 *   <li>{@code etagere.feed.heartbeat}: after how many seconds of silence a stream says that all is well; 15. It has to
 *       be shorter than the idle timeouts of servers and proxies.
 *   <li>{@code etagere.feed.life}: after how many seconds, less up to a tenth, a stream ends and its client comes back;
 *       600.
 *   <li>{@code etagere.feed.retry}: after how many seconds it comes back; 3.
 *   <li>{@code etagere.feed.stalled}: after how many seconds a reader who takes nothing is cut off, if the server has
 *       not done so; 60.
 *   <li>{@code etagere.feed.subscribers}: how many may wait or be pushed to at once; 20000.
 *   <li>{@code etagere.feed.subscribers-per-caller}: how many of them may belong to one principal, or to one remote
 *       address where nobody is authenticated; 1000. Whoever is too many gets a 503 with Retry-After.
 *   <li>{@code etagere.feed.threads}: how many threads serve them; 2.
 *   <li>{@code etagere.touch.token}, {@code etagere.touch.role}: allow {@code POST /group-timestamps/touch} with
 *       {@code {"groups":["products"]}} or the form {@code group=products}, at most 1000 groups and 64 KiB, to whoever
 *       sends {@code Authorization: Bearer} with the token, or is in that role, which takes no forms. Without them
 *       there is no such resource. Touches are logged to {@code dev.etagere.touches}.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class GroupTimestampsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(GroupTimestampsServlet.class.getName());
    private static final String WAITED = GroupTimestampsServlet.class.getName() + ".waited";
    private static final int PIECE = 1 << 14;
    private static final int RETRY_AFTER = 5;

    private final transient @Nullable GroupVisibility given;
    private transient @Nullable Installation installation;
    private transient @Nullable FeedHub hub;
    private transient @Nullable TouchEndpoint touches;

    /** For {@code web.xml}: it uses the engine of the filter. */
    public GroupTimestampsServlet() {
        this.given = null;
    }

    /** For registration in code. */
    public GroupTimestampsServlet(GroupVisibility visibility) {
        this.given = visibility;
    }

    /** @throws ServletException if the engine of the context cannot be set up, or a setting is wrong */
    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        Settings settings = new Settings(config.getServletContext());
        FeedSettings feed;
        try {
            feed = FeedSettings.of(settings);
        } catch (IllegalArgumentException e) {
            throw new ServletException(e.getMessage(), e);
        }
        Installation found = Installation.acquire(config.getServletContext());
        installation = found;
        String patterns = settings.get("published");
        if (patterns == null) {
            LOG.log(System.Logger.Level.INFO, "no group is listed: etagere.published names none");
        } else {
            found.engine().index().publish(List.of(patterns.split("[,\\s]+", -1)));
        }
        hub = new FeedHub(found.engine().index(), visibility(config), feed);
        touches = new TouchEndpoint(found.engine().index(), feed);
    }

    private GroupVisibility visibility(ServletConfig config) {
        if (given != null) {
            return given;
        }
        return config.getServletContext().getAttribute(GroupVisibility.class.getName()) instanceof GroupVisibility set
                ? set
                : GroupVisibility.EVERYTHING;
    }

    /**
     * Answers all who wait, ends all streams, and sends whoever comes to follow the feed away with 204 (No Content).
     * Returns when all that has been written, or after two seconds if somebody does not read. To be called before the
     * server stops, where that closes its connections before it destroys its servlets, as Jetty does;
     * {@link #destroy()} does the same.
     */
    public void drain() {
        if (hub != null) {
            hub.drain();
        }
    }

    @Override
    public void destroy() {
        if (hub != null) {
            hub.close();
        }
        if (installation != null) {
            installation.release();
            installation = null;
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (touches != null && "/touch".equals(request.getPathInfo())) {
            touches.handle(request, response);
        } else {
            super.doPost(request, response);
        }
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        doGet(request, response);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (hub == null) {
            throw new IllegalStateException("the servlet is not in service");
        }
        if (request.getPathInfo() != null && !request.getPathInfo().equals("/")) {
            Problem.send(response, 404, "Not Found", "there is no such resource");
            return;
        }
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("Vary", "Accept");
        FeedQuery query = FeedQuery.parse(request.getQueryString());
        Accept accept = Accept.choose(Fields.joined(request.getHeaders("Accept")));
        if (accept == Accept.NEITHER) {
            Problem.send(
                    response,
                    406,
                    "Not Acceptable",
                    "this resource is application/json, or text/event-stream to be followed");
        } else if (query.problem() != null) {
            Problem.send(response, 400, "Bad Request", query.problem());
        } else if (accept == Accept.EVENTS) {
            push(request, response, query, hub);
        } else {
            list(request, response, query, hub);
        }
    }

    private static void list(HttpServletRequest request, HttpServletResponse response, FeedQuery query, FeedHub hub)
            throws IOException {
        Interest interest = Interest.of(request.getUserPrincipal(), query.groups());
        String held = Fields.joined(request.getHeaders("If-None-Match"));
        int wait = wait(request, query, held, hub);
        GroupTimestamps found = find(hub, query, interest);
        if (wait > 0) {
            response.setHeader("Vary", "Accept, Prefer");
            boolean waited =
                    request.getDispatcherType() == DispatcherType.ASYNC && request.getAttribute(WAITED) != null;
            if (!waited && !news(found, query, held)) {
                await(request, response, wait, query, interest, held, hub);
                return;
            }
            response.setHeader("Preference-Applied", "wait=" + wait);
        }
        answer(request, response, found, query, hub);
    }

    /** For how long to wait for something new, in seconds; 0 if not at all. */
    private static int wait(HttpServletRequest request, FeedQuery query, @Nullable String held, FeedHub hub) {
        boolean comparable =
                query.since() != null || (held != null && !held.strip().equals("*"));
        if (!comparable || !request.getMethod().equals("GET") || !request.isAsyncSupported() || hub.closing()) {
            return request.getAttribute(WAITED) instanceof Integer waited ? waited : 0;
        }
        int asked = Prefer.wait(Fields.joined(request.getHeaders("Prefer")));
        return (int) Math.min(asked, hub.settings().patience().toSeconds());
    }

    private static void await(
            HttpServletRequest request,
            HttpServletResponse response,
            int seconds,
            FeedQuery query,
            Interest interest,
            @Nullable String held,
            FeedHub hub)
            throws IOException {
        Runnable leave = hub.admit(caller(request));
        if (leave == null) {
            tooMany(response);
            return;
        }
        request.setAttribute(WAITED, seconds);
        AsyncContext async = request.startAsync();
        new LongPoll(hub, async, seconds, () -> news(find(hub, query, interest), query, held), leave).begin();
    }

    private static GroupTimestamps find(FeedHub hub, FeedQuery query, Interest interest) {
        Cursor since = query.since();
        return since == null ? hub.feed().read(interest) : hub.feed().since(since, interest);
    }

    private static boolean news(GroupTimestamps found, FeedQuery query, @Nullable String held) {
        if (query.since() != null) {
            return !found.unchanged();
        }
        return !(evaluate("GET", name -> name.equals("If-None-Match") ? held : null, found.etag())
                instanceof PreconditionResult.NotModified);
    }

    private static PreconditionResult evaluate(String method, FieldLookup fields, @Nullable ETag etag) {
        return Preconditions.evaluate(method, fields, Validators.of(etag, null), Existence.EXISTS, 0);
    }

    private static void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            GroupTimestamps found,
            FeedQuery query,
            FeedHub hub)
            throws IOException {
        // What changed since a cursor is another one each time, and not to be confirmed.
        ETag etag = query.since() == null ? found.etag() : null;
        PreconditionResult result = etag == null
                ? null
                : evaluate(request.getMethod(), name -> Fields.joined(request.getHeaders(name)), etag);
        if (result instanceof PreconditionResult.Failed failed) {
            Problem.send(response, 412, "Precondition Failed", failed.field() + " does not hold");
            return;
        }
        response.setHeader(Cursor.FIELD, found.cursor().toString());
        if (etag != null && result instanceof PreconditionResult.NotModified hit) {
            response.setHeader("ETag", etag.withSuffix(hit.suffix()).toString());
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            response.flushBuffer();
            return;
        }
        if (etag != null) {
            response.setHeader("ETag", etag.toString());
        }
        response.setContentType("application/json");
        write(request, response, found.json(PIECE), hub);
    }

    private static void write(
            HttpServletRequest request, HttpServletResponse response, Iterator<byte[]> json, FeedHub hub)
            throws IOException {
        byte[] first = json.next();
        if (!json.hasNext()) {
            response.setContentLength(first.length);
            response.getOutputStream().write(first);
        } else if (request.getMethod().equals("HEAD")) {
            response.flushBuffer();
        } else if (request.isAsyncSupported()) {
            AsyncContext async = request.startAsync();
            new Outlet(hub, async, response.getOutputStream(), new PieceSource(first, json), () -> {}).begin();
        } else {
            response.getOutputStream().write(first);
            while (json.hasNext()) {
                response.getOutputStream().write(json.next());
            }
        }
    }

    private static void push(HttpServletRequest request, HttpServletResponse response, FeedQuery query, FeedHub hub)
            throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (hub.closing()) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        if (!request.isAsyncSupported()) {
            Problem.send(response, 406, "Not Acceptable", "events need async-supported on the servlet and its filters");
            return;
        }
        boolean head = request.getMethod().equals("HEAD");
        Runnable leave = head ? () -> {} : hub.admit(caller(request));
        if (leave == null) {
            tooMany(response);
            return;
        }
        response.setContentType("text/event-stream");
        response.setHeader("X-Accel-Buffering", "no");
        if (head) {
            response.flushBuffer();
            return;
        }
        AsyncContext async = request.startAsync();
        Interest interest = Interest.of(request.getUserPrincipal(), query.groups());
        EventOutlets.begin(hub, async, response.getOutputStream(), interest, from(request, query), leave);
    }

    /** What the client has got last wins over what it began with. */
    private static @Nullable Cursor from(HttpServletRequest request, FeedQuery query) {
        String last = request.getHeader("Last-Event-ID");
        return last == null || last.isBlank() ? query.since() : Cursor.parse(last.strip());
    }

    private static void tooMany(HttpServletResponse response) throws IOException {
        response.setIntHeader("Retry-After", RETRY_AFTER);
        Problem.send(response, 503, "Service Unavailable", "too many follow the feed at once");
    }

    private static String caller(HttpServletRequest request) {
        return request.getUserPrincipal() == null
                ? "at " + request.getRemoteAddr()
                : "by " + request.getUserPrincipal().getName();
    }
}
