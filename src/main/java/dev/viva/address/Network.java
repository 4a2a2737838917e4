package dev.viva.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of addresses in CIDR notation; an address alone is a block of one.
 *
 * @param base the lowest address of the block
 * @param prefix how many leading bits every address of the block shares
 */
public record Network(InetAddress base, int prefix) {

    /**
     * Reads CIDR notation.
     *
     * @throws IllegalArgumentException when the text is not an address or a CIDR block
     */
    @JsonCreator
    public static Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        String literal = slash < 0 ? cidr : cidr.substring(0, slash);
        InetAddress address = IpLiteral.parse(literal)
                .orElseThrow(() -> new IllegalArgumentException(cidr + " is not a network such as 10.0.0.0/8"));
        int longest = address.getAddress().length * 8;
        return of(address, slash < 0 ? longest : prefix(cidr, slash, longest));
    }

    /** The block of that size with the address in it. */
    static Network of(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        try {
            return new Network(InetAddress.getByAddress(bytes), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static int prefix(String cidr, int slash, int longest) {
        String digits = cidr.substring(slash + 1);
        int bits = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        if (bits < 0 || bits > longest) {
            throw new IllegalArgumentException(cidr + " has no prefix from 0 to " + longest);
        }
        return bits;
    }

    /** Whether the block is at least a sixteenth of all addresses, and so cannot be one's own network. */
    public boolean isNearlyEverybody() {
        return prefix < 5;
    }

    public boolean contains(InetAddress address) {
        return address.getAddress().length == base.getAddress().length
                && of(address, prefix).base().equals(base);
    }
}
