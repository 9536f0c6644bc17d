package dev.etagere.jaxrs;

import dev.etagere.feed.Cursor;
import dev.etagere.feed.Feed;
import dev.etagere.feed.FeedQuery;
import dev.etagere.feed.GroupTimestamps;
import dev.etagere.feed.GroupVisibility;
import dev.etagere.feed.Interest;
import dev.etagere.http.ETag;
import dev.etagere.http.Existence;
import dev.etagere.http.PreconditionResult;
import dev.etagere.http.Preconditions;
import dev.etagere.http.ProblemDetails;
import dev.etagere.http.Validators;
import dev.etagere.index.GroupIndex;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells other servers when each published group last changed, for deployments without servlets: the listing of
 * {@code GET /group-timestamps}, of {@code ?group=products} only, and what changed {@code ?since=} a cursor. Long-polls
 * and event streams are with the servlet; here a {@code Prefer} is not honoured.
 *
 * <p>Register an instance. Safe for use by several threads.
 */
@Path("group-timestamps")
public final class GroupTimestampsResource {
    private static final int PIECE = 1 << 14;

    private final Feed feed;

    /**
     * Lists the groups that the index publishes.
     *
     * @param visibility who may hear of which; {@link GroupVisibility#EVERYTHING} if names need no protection
     */
    public GroupTimestampsResource(GroupIndex index, GroupVisibility visibility) {
        this.feed = Feed.polled(index, visibility);
    }

    /** The listing, or what changed. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response read(@Context UriInfo uri, @Context HttpHeaders headers, @Context SecurityContext security) {
        FeedQuery query = FeedQuery.parse(uri.getRequestUri().getRawQuery());
        if (query.problem() != null) {
            return problem(400, "Bad Request", query.problem()).build();
        }
        Interest interest = Interest.of(security.getUserPrincipal(), query.groups());
        Cursor since = query.since();
        if (since != null) {
            GroupTimestamps changed = feed.since(since, interest);
            return described(Response.ok(body(changed)), changed).build();
        }
        GroupTimestamps listing = feed.read(interest);
        return labelled(listing, headers);
    }

    private static Response labelled(GroupTimestamps listing, HttpHeaders headers) {
        ETag etag = listing.etag();
        PreconditionResult result = Preconditions.evaluate(
                "GET", name -> joined(headers, name), Validators.of(etag, null), Existence.EXISTS, 0);
        if (result instanceof PreconditionResult.Failed failed) {
            return problem(412, "Precondition Failed", failed.field() + " does not hold")
                    .build();
        }
        if (result instanceof PreconditionResult.NotModified hit) {
            return described(Response.notModified(), listing)
                    .header(HttpHeaders.ETAG, etag.withSuffix(hit.suffix()).toString())
                    .build();
        }
        return described(Response.ok(body(listing)), listing)
                .header(HttpHeaders.ETAG, etag.toString())
                .build();
    }

    private static Response.ResponseBuilder described(Response.ResponseBuilder response, GroupTimestamps found) {
        return response.header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header(Cursor.FIELD, found.cursor().toString());
    }

    private static StreamingOutput body(GroupTimestamps found) {
        return out -> {
            for (Iterator<byte[]> pieces = found.json(PIECE); pieces.hasNext(); ) {
                out.write(pieces.next());
            }
        };
    }

    private static Response.ResponseBuilder problem(int status, String title, String detail) {
        return Response.status(status)
                .type(ProblemDetails.TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .entity(ProblemDetails.json(status, title, detail));
    }

    private static @Nullable String joined(HttpHeaders headers, String name) {
        List<String> lines = headers.getRequestHeader(name);
        return lines == null || lines.isEmpty() ? null : String.join(", ", lines);
    }
}
