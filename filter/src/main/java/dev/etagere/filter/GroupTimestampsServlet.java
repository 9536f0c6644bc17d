package dev.etagere.filter;

import dev.etagere.GroupTimestamps;
import dev.etagere.http.ETag;
import dev.etagere.http.Existence;
import dev.etagere.http.PreconditionResult;
import dev.etagere.http.Preconditions;
import dev.etagere.http.Validators;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.PublishedGroups;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells other servers when each published group last changed: {@code GET /group-timestamps} for all,
 * {@code ?group=products&group=product:42} for some. Its ETag makes a poll that finds nothing new a 304.
 *
 * <p>Names of groups tell about the application, so put it behind authentication where that matters. The context
 * parameter {@code etagere.published} says which groups are listed, separated by commas, with {@code *} at the end of a
 * name for all that begin so; without it, none are.
 *
 * <p>Safe for use by several threads.
 */
public final class GroupTimestampsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(GroupTimestampsServlet.class.getName());

    private transient @Nullable Installation installation;
    private transient volatile @Nullable Kept kept;

    /** For {@code web.xml}: it uses the engine of the filter. */
    public GroupTimestampsServlet() {}

    /** The full listing, for as long as it is true. */
    private record Kept(PublishedGroups picture, Body body) {}

    private static final class Body {
        final ETag etag;
        final byte[] json;

        Body(GroupTimestamps timestamps) throws IOException {
            StringBuilder text = new StringBuilder(256);
            timestamps.writeTo(text);
            etag = timestamps.etag();
            json = text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** @throws ServletException if the engine of the context cannot be set up */
    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        Installation found = Installation.acquire(config.getServletContext());
        installation = found;
        String patterns = new Settings(config.getServletContext()).get("published");
        if (patterns == null) {
            LOG.log(System.Logger.Level.INFO, "no group is listed: etagere.published names none");
        } else {
            found.engine().index().publish(List.of(patterns.split("[,\\s]+", -1)));
        }
    }

    @Override
    public void destroy() {
        if (installation != null) {
            installation.release();
            installation = null;
        }
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        doGet(request, response);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("Vary", "Accept");
        TimestampsQuery query = TimestampsQuery.parse(request.getQueryString());
        String accept = Fields.joined(request.getHeaders("Accept"));
        if (!Accept.allowsJson(accept)) {
            Problem.send(response, 406, "Not Acceptable", "this resource is application/json only");
        } else if (query.problem() != null) {
            Problem.send(response, 400, "Bad Request", query.problem());
        } else {
            answer(request, response, body(query));
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, Body body) throws IOException {
        PreconditionResult result = Preconditions.evaluate(
                request.getMethod(),
                name -> Fields.joined(request.getHeaders(name)),
                Validators.of(body.etag, null),
                Existence.EXISTS,
                0);
        if (result instanceof PreconditionResult.Failed failed) {
            Problem.send(response, 412, "Precondition Failed", failed.field() + " does not hold");
            return;
        }
        if (result instanceof PreconditionResult.NotModified hit) {
            String suffix = hit.suffix() == null ? "" : hit.suffix();
            response.setHeader("ETag", ETag.weak(body.etag.opaque() + suffix).toString());
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            response.flushBuffer();
            return;
        }
        response.setHeader("ETag", body.etag.toString());
        response.setContentType("application/json");
        response.setContentLength(body.json.length);
        response.getOutputStream().write(body.json);
    }

    private Body body(TimestampsQuery query) throws IOException {
        PublishedGroups picture = index().published();
        return query.groups().isEmpty() ? full(picture) : new Body(GroupTimestamps.of(picture, query.groups()));
    }

    @SuppressWarnings("ReferenceEquality") // The same picture comes back until something changes.
    private Body full(PublishedGroups picture) throws IOException {
        Kept last = kept;
        if (last == null || last.picture != picture) {
            last = new Kept(picture, new Body(GroupTimestamps.of(picture)));
            kept = last;
        }
        return last.body;
    }

    private GroupIndex index() {
        Installation found = installation;
        if (found == null) {
            throw new IllegalStateException("the servlet is not in service");
        }
        return found.engine().index();
    }
}
