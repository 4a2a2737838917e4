package dev.viva.address;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** Finds the client's address once per request, for everything that counts by address. */
public final class ClientAddressFilter implements Filter {
    private final ClientAddress addresses;

    public ClientAddressFilter(ClientAddress addresses) {
        this.addresses = addresses;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        List<String> lines = Collections.list(((HttpServletRequest) request).getHeaders(addresses.header()));
        request.setAttribute(ClientAddress.ATTRIBUTE, addresses.of(request.getRemoteAddr(), lines));
        chain.doFilter(request, response);
    }
}
