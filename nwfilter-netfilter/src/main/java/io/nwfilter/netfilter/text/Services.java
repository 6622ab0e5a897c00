package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * Names of services that scripts use for ports, with the ports that IANA has assigned to them. The
 * tools look names up in the host's {@code /etc/services} (services(5)), which is not known here.
 */
final class Services {

  private static final ImmutableMap<String, Integer> PORTS =
      ImmutableMap.<String, Integer>builder()
          .put("ftp-data", 20)
          .put("ftp", 21)
          .put("ssh", 22)
          .put("telnet", 23)
          .put("smtp", 25)
          .put("time", 37)
          .put("domain", 53)
          .put("bootps", 67)
          .put("bootpc", 68)
          .put("tftp", 69)
          .put("http", 80)
          .put("www", 80)
          .put("kerberos", 88)
          .put("pop3", 110)
          .put("sunrpc", 111)
          .put("ntp", 123)
          .put("netbios-ns", 137)
          .put("netbios-dgm", 138)
          .put("netbios-ssn", 139)
          .put("imap2", 143)
          .put("imap", 143)
          .put("snmp", 161)
          .put("snmp-trap", 162)
          .put("bgp", 179)
          .put("ldap", 389)
          .put("https", 443)
          .put("microsoft-ds", 445)
          .put("submission", 587)
          .put("isakmp", 500)
          .put("syslog", 514)
          .put("ldaps", 636)
          .put("imaps", 993)
          .put("pop3s", 995)
          .put("openvpn", 1194)
          .put("nfs", 2049)
          .put("mysql", 3306)
          .put("ms-wbt-server", 3389)
          .put("ipsec-nat-t", 4500)
          .put("sip", 5060)
          .put("mdns", 5353)
          .put("postgresql", 5432)
          .buildOrThrow();

  private Services() {}

  /** {@return the port of a service, in decimal} */
  static Optional<String> port(String service) {
    return Optional.ofNullable(PORTS.get(service)).map(String::valueOf);
  }
}
