#!/usr/bin/perl
# The even entries of the OFAC list, as 'liaison list convert' wrote it, as two files of FollowTheMoney lines: the
# primary names alone, and each alias of two tokens or more (no nicknames) as somebody to ask about. Usage: ofac.pl LIST PRIMARY ALIAS
use strict;
use warnings;
use JSON::PP;

my ($list, @out) = @ARGV;
my $json = JSON::PP->new->utf8->canonical;
my ($in, $primary, $alias);
open $in, '<', $list or die "$list: $!\n";
open $primary, '>', $out[0] or die "$out[0]: $!\n";
open $alias, '>', $out[1] or die "$out[1]: $!\n";

sub person {
    my ($id, $name) = @_;
    return $json->encode({ id => $id, schema => 'Person', properties => { name => [$name] } }) . "\n";
}

while (<$in>) {
    my $entry = decode_json($_);
    my $values = $entry->{properties};
    next if $entry->{id} % 2;
    print $primary person($entry->{id}, $values->{name}[0]);
    my $n = 0;
    print $alias person("$entry->{id}-" . ++$n, $_)
        for grep { /\S\s+\S/ } @{ $values->{alias} // [] };
}
