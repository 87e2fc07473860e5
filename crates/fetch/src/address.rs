//! Where does a network address lead: out into the world, or back inside?
//!
//! IPv4 is open but for the ranges that are set apart; IPv6 is closed but for the part that is given out to the
//! world (`2000::/3`), less the ranges in it that lead elsewhere. An unknown range of IPv6 is therefore refused.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To a machine of the public internet.
    Public,
    /// To this machine or its own network: what [`Policy::allow_private`](crate::Policy::allow_private) opens.
    Local(&'static str),
    /// To something that no page stands on, such as a cloud's metadata service: opened only by naming the host
    /// in [`Policy::allow_hosts`](crate::Policy::allow_hosts).
    Special(&'static str),
}

/// Where `address` leads, with the name of its range.
///
/// ```
/// use sayso_fetch::{Reach, reach};
/// assert_eq!(reach("192.0.32.8".parse().unwrap()), Reach::Public);
/// assert_eq!(reach("10.1.2.3".parse().unwrap()), Reach::Local("private"));
/// assert_eq!(reach("169.254.169.254".parse().unwrap()), Reach::Special("link-local"));
/// assert_eq!(reach("::ffff:192.0.32.8".parse().unwrap()), Reach::Special("IPv4 in IPv6 form"));
/// ```
pub fn reach(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(address) => reach_v4(address),
        IpAddr::V6(address) => reach_v6(address),
    }
}

fn reach_v4(address: Ipv4Addr) -> Reach {
    let bits = u32::from(address);
    let inside = |&&(net, length, _): &&(Ipv4Addr, u32, Reach)| (bits ^ u32::from(net)) >> (32 - length) == 0;
    V4.iter().find(inside).map_or(Reach::Public, |range| range.2)
}

fn reach_v6(address: Ipv6Addr) -> Reach {
    let bits = u128::from(address);
    let inside =
        |&&(net, length, _): &&(Ipv6Addr, u32, Reach)| (bits ^ u128::from(net)) >> (128 - length) == 0;
    let given_out = address.segments()[0] >> 13 == 1;
    let elsewhere = if given_out { Reach::Public } else { Reach::Special("not given out to the internet") };
    V6.iter().find(inside).map_or(elsewhere, |range| range.2)
}

const fn v4(a: u8, b: u8, c: u8, d: u8) -> Ipv4Addr {
    Ipv4Addr::new(a, b, c, d)
}

const fn v6(first: u16, second: u16, third: u16) -> Ipv6Addr {
    Ipv6Addr::new(first, second, third, 0, 0, 0, 0, 0)
}

/// IANA's registry of special IPv4 addresses, multicast, and one address that a cloud serves its machines from.
/// The first range that fits counts.
const V4: &[(Ipv4Addr, u32, Reach)] = &[
    (v4(0, 0, 0, 0), 8, Reach::Special("unspecified")),
    (v4(10, 0, 0, 0), 8, Reach::Local("private")),
    (v4(100, 64, 0, 0), 10, Reach::Local("carrier's private")),
    (v4(127, 0, 0, 0), 8, Reach::Local("loopback")),
    (v4(168, 63, 129, 16), 32, Reach::Special("cloud host")),
    (v4(169, 254, 0, 0), 16, Reach::Special("link-local")),
    (v4(172, 16, 0, 0), 12, Reach::Local("private")),
    (v4(192, 0, 0, 0), 24, Reach::Special("protocol assignment")),
    (v4(192, 0, 2, 0), 24, Reach::Special("documentation")),
    (v4(192, 31, 196, 0), 24, Reach::Special("protocol assignment")),
    (v4(192, 52, 193, 0), 24, Reach::Special("protocol assignment")),
    (v4(192, 88, 99, 0), 24, Reach::Special("6to4 relay")),
    (v4(192, 168, 0, 0), 16, Reach::Local("private")),
    (v4(192, 175, 48, 0), 24, Reach::Special("protocol assignment")),
    (v4(198, 18, 0, 0), 15, Reach::Special("benchmarking")),
    (v4(198, 51, 100, 0), 24, Reach::Special("documentation")),
    (v4(203, 0, 113, 0), 24, Reach::Special("documentation")),
    (v4(224, 0, 0, 0), 4, Reach::Special("multicast")),
    (v4(255, 255, 255, 255), 32, Reach::Special("broadcast")),
    (v4(240, 0, 0, 0), 4, Reach::Special("reserved")),
];

const V6: &[(Ipv6Addr, u32, Reach)] = &[
    (Ipv6Addr::LOCALHOST, 128, Reach::Local("loopback")),
    (Ipv6Addr::UNSPECIFIED, 128, Reach::Special("unspecified")),
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, Reach::Special("IPv4 in IPv6 form")),
    (Ipv6Addr::UNSPECIFIED, 96, Reach::Special("IPv4 in IPv6 form")),
    (v6(0x64, 0xff9b, 0), 32, Reach::Special("NAT64")),
    (v6(0x100, 0, 0), 32, Reach::Special("discard")),
    (v6(0x2001, 0, 0), 32, Reach::Special("Teredo")),
    (v6(0x2001, 0, 0), 23, Reach::Special("protocol assignment")),
    (v6(0x2001, 0xdb8, 0), 32, Reach::Special("documentation")),
    (v6(0x2002, 0, 0), 16, Reach::Special("6to4")),
    (v6(0x2620, 0x4f, 0x8000), 48, Reach::Special("protocol assignment")),
    (v6(0x3fff, 0, 0), 20, Reach::Special("documentation")),
    (v6(0xfc00, 0, 0), 7, Reach::Local("private")),
    (v6(0xfe80, 0, 0), 10, Reach::Special("link-local")),
    (v6(0xfec0, 0, 0), 10, Reach::Local("site-local")),
    (v6(0xff00, 0, 0), 8, Reach::Special("multicast")),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Reach {
        reach(address.parse().unwrap())
    }

    #[test]
    fn ranges_hold_their_first_and_last_address_and_no_more() {
        let local = [
            ("10.0.0.0", "10.255.255.255"),
            ("100.64.0.0", "100.127.255.255"),
            ("127.0.0.0", "127.255.255.255"),
            ("172.16.0.0", "172.31.255.255"),
            ("192.168.0.0", "192.168.255.255"),
            ("::1", "::1"),
            ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
            ("fec0::", "feff:ffff::"),
        ];
        for (first, last) in local {
            assert!(matches!(of(first), Reach::Local(_)), "{first} {:?}", of(first));
            assert!(matches!(of(last), Reach::Local(_)), "{last} {:?}", of(last));
        }
        let special = [
            ("0.0.0.0", "0.255.255.255"),
            ("168.63.129.16", "168.63.129.16"),
            ("169.254.0.0", "169.254.255.255"),
            ("192.0.0.0", "192.0.0.255"),
            ("192.0.2.0", "192.0.2.255"),
            ("192.88.99.0", "192.88.99.255"),
            ("198.18.0.0", "198.19.255.255"),
            ("198.51.100.0", "198.51.100.255"),
            ("203.0.113.0", "203.0.113.255"),
            ("224.0.0.0", "239.255.255.255"),
            ("240.0.0.0", "255.255.255.255"),
            ("::", "::"),
            ("::2", "::ffff:ffff"),
            ("::ffff:0:0", "::ffff:255.255.255.255"),
            ("64:ff9b::", "64:ff9b::ffff:ffff"),
            ("64:ff9b:1::", "64:ff9b:1:ffff::"),
            ("2001::", "2001:0:ffff:ffff::"),
            ("2001:2::", "2001:1ff:ffff::"),
            ("2001:db8::", "2001:db8:ffff::"),
            ("2002::", "2002:ffff::"),
            ("3fff::", "3fff:fff::"),
            ("fe80::", "febf:ffff::"),
            ("ff00::", "ffff::"),
            ("4000::", "fbff::"),
            ("5f00::", "5f00:ffff::"),
            ("1fff::", "100::"),
        ];
        for (first, last) in special {
            assert!(matches!(of(first), Reach::Special(_)), "{first} {:?}", of(first));
            assert!(matches!(of(last), Reach::Special(_)), "{last} {:?}", of(last));
        }
        let public = [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.15",
            "168.63.129.17",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "191.255.255.255",
            "192.0.1.0",
            "192.0.3.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2000::",
            "2001:200::",
            "2001:db7:ffff::",
            "2001:db9::",
            "2003::",
            "2606:2800:220:1::",
            "3ffe:ffff::",
            "3fff:1000::",
        ];
        for address in public {
            assert_eq!(of(address), Reach::Public, "{address}");
        }
    }

    #[test]
    fn the_addresses_that_attackers_want_are_closed() {
        let wanted = [
            ("169.254.169.254", Reach::Special("link-local")),
            ("100.100.100.200", Reach::Local("carrier's private")),
            ("192.0.0.192", Reach::Special("protocol assignment")),
            ("fd00:ec2::254", Reach::Local("private")),
            ("::ffff:127.0.0.1", Reach::Special("IPv4 in IPv6 form")),
            ("::127.0.0.1", Reach::Special("IPv4 in IPv6 form")),
            ("64:ff9b::7f00:1", Reach::Special("NAT64")),
            ("2002:7f00:1::", Reach::Special("6to4")),
            ("2001:0:1::", Reach::Special("Teredo")),
            ("255.255.255.255", Reach::Special("broadcast")),
        ];
        for (address, reach) in wanted {
            assert_eq!(of(address), reach, "{address}");
        }
    }
}
