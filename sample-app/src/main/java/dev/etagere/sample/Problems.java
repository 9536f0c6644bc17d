package dev.etagere.sample;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Map;

/** Errors as problem details (RFC 9457). */
final class Problems {
    private Problems() {}

    /** 400 for a bad product, naming the field. */
    static final class OfProducts implements ExceptionMapper<BadProduct> {
        @Override
        public Response toResponse(BadProduct bad) {
            return problem(
                    Response.status(400), ProductJson.problem(400, "Bad Request", bad.getMessage(), bad.field()));
        }
    }

    /** 404, 405, 406 and whatever else JAX-RS says. */
    static final class OfJaxRs implements ExceptionMapper<WebApplicationException> {
        @Override
        public Response toResponse(WebApplicationException e) {
            Response said = e.getResponse();
            if (said.getStatus() < 400 || said.hasEntity()) {
                return said;
            }
            String title = said.getStatusInfo().getReasonPhrase();
            Response.ResponseBuilder response = Response.status(said.getStatus());
            for (Map.Entry<String, java.util.List<Object>> field :
                    said.getHeaders().entrySet()) {
                field.getValue().forEach(value -> response.header(field.getKey(), value));
            }
            return problem(response, ProductJson.problem(said.getStatus(), title, detail(e), ""));
        }

        private static String detail(WebApplicationException e) {
            return e.getMessage() == null ? "" : e.getMessage();
        }
    }

    private static Response problem(Response.ResponseBuilder response, String json) {
        return response.type("application/problem+json").entity(json).build();
    }
}
