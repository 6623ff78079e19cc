#!/usr/bin/perl
# Serves one file by HTTP on 127.0.0.1, for the tests of 'liaison list fetch':
#     serve.pl FILE PORT_FILE LOG [BREAK_AFTER [CONTENT_TYPE [STATUS [LIE]]]]
# Writes its port to PORT_FILE and a line a request to LOG. Understands Range with
# If-Range. BREAK_AFTER: the first answer breaks off after so many bytes (0: none does).
# LIE: "elsewhere", a range begins at another byte; "changed", it is of another file; "empty", no answer
# has a body; "drips", a few bytes at a time, for as long as somebody listens; else where it redirects to.
use strict;
use warnings;
use IO::Socket::INET;

my ($path, $port_file, $log, $break_after, $type, $status, $lie) = @ARGV;
$break_after ||= 0;
$type ||= 'application/octet-stream';
$lie ||= '';
my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 5, ReuseAddr => 1) or die "no port: $!";
open my $out, '>', "$port_file.new" or die $!;
print $out $server->sockport, "\n";
close $out;
rename "$port_file.new", $port_file or die $!;
$SIG{PIPE} = 'IGNORE';

while (my $client = $server->accept) {
    my ($request, %header) = (scalar <$client>);
    while (my $line = <$client>) {
        last if $line =~ /^\r?\n$/;
        $header{lc $1} = $2 if $line =~ /^([^:]+):\s*(.*?)\r?\n$/;
    }
    open my $file, '<:raw', $path or die $!;
    my $content = do { local $/; <$file> };
    close $file;
    my $tag = sprintf '"%d-%d"', length $content, unpack '%32C*', $content;
    my $from = 0;
    $from = $1 if ($header{range} // '') =~ /^bytes=(\d+)-$/ && ($header{'if-range'} // $tag) eq $tag;
    open my $lines, '>>', $log or die $!;
    print $lines "from $from\n";
    close $lines;
    my $code = $status || ($from ? 206 : 200);
    my $body = $lie eq 'empty' ? '' : substr $content, $from;
    $tag = '"another"' if $from && $lie eq 'changed';
    $from += 7 if $from && $lie eq 'elsewhere';
    print $client "HTTP/1.1 $code Answer\r\nContent-Type: $type\r\nETag: $tag\r\nContent-Length: ", length $body, "\r\n";
    print $client "Content-Range: bytes $from-", length($content) - 1, '/', length $content, "\r\n" if $from;
    print $client "Location: $lie\r\n" if $lie =~ m{:};
    print $client "Connection: close\r\n\r\n";
    if ($lie eq 'drips') {
        $client->autoflush(1);
        for (my $at = 0; $at < length $body && print $client substr $body, $at, 20; $at += 20) {
            select undef, undef, undef, 0.2;
        }
    }
    print $client $break_after ? substr $body, 0, $break_after : $body;
    $break_after = 0;
    close $client;
}
