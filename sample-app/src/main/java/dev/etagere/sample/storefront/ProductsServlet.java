package dev.etagere.sample.storefront;

import dev.etagere.client.EtagereClient;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Shows what the catalogue has under the same path, and says in Cache-Status whether it had to ask. */
@SuppressWarnings("serial") // No server serialises servlets any more.
final class ProductsServlet extends HttpServlet {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final EtagereClient client;
    private final URI shop;

    ProductsServlet(EtagereClient client, URI shop) {
        this.client = client;
        this.shop = shop;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpResponse<byte[]> product;
        try {
            URI uri = shop.resolve(request.getRequestURI());
            product = client.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IllegalArgumentException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        } catch (IOException e) {
            response.sendError(HttpServletResponse.SC_BAD_GATEWAY, "the catalogue does not answer");
            return;
        }
        response.setStatus(product.statusCode());
        product.headers().firstValue("Content-Type").ifPresent(response::setContentType);
        product.headers().firstValue("Cache-Status").ifPresent(status -> response.setHeader("Cache-Status", status));
        response.setContentLength(product.body().length);
        response.getOutputStream().write(product.body());
    }
}
