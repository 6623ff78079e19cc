#!/usr/bin/perl
# The persons of the Senzing truth sets as FollowTheMoney lines: senzing.pl DIR
# The clusters that 'liaison link' wrote against the expected ones: senzing.pl DIR CLUSTERS
# Organisations are left out: they are no persons.
use strict;
use warnings;
use JSON::PP;

my ($dir, $clusters) = @ARGV;
my %month = (jan => 1, feb => 2, mar => 3, apr => 4, may => 5, jun => 6, jul => 7, aug => 8, sep => 9,
    oct => 10, nov => 11, dec => 12);
my %ftm = (NAME_FULL => 'name', NAME_FIRST => 'firstName', NAME_MIDDLE => 'middleName', NAME_LAST => 'lastName',
    EMAIL_ADDRESS => 'email', PHONE_NUMBER => 'phone', PASSPORT_NUMBER => 'passportNumber', GENDER => 'gender',
    SSN_NUMBER => 'idNumber', NATIONAL_ID_NUMBER => 'idNumber', DRIVERS_LICENSE_NUMBER => 'idNumber');
my @address = qw(ADDR_FULL ADDR_LINE1 ADDR_CITY ADDR_STATE ADDR_POSTAL_CODE ADDR_COUNTRY);

# "3/25/89", "20/8/1991", "Mar 1 1970", "24-May-11", "1993-09-14"; months first where both are possible.
sub iso {
    my ($text) = @_;
    return $text if $text =~ /^\d{4}(-\d\d){0,2}$/;
    my @p = split /[^A-Za-z0-9]+/, lc $text;
    return () if @p != 3;
    my ($m, $d, $y) = @p;
    ($m, $d) = ($d, $m) if $d =~ /[a-z]/ or ($m !~ /[a-z]/ and $m > 12);
    $m = $month{ substr $m, 0, 3 } if $m =~ /[a-z]/;
    $y += $y > 25 ? 1900 : 2000 if $y < 100;
    return sprintf '%04d-%02d-%02d', $y, $m, $d;
}

sub person {
    my ($record) = @_;
    my %values;
    for my $feature (@{ $record->{FEATURES} }) {
        return if ($feature->{RECORD_TYPE} // '') eq 'ORGANIZATION';
        push @{ $values{ $ftm{$_} } }, $feature->{$_} for grep { $ftm{$_} } sort keys %$feature;
        push @{ $values{birthDate} }, iso($feature->{DATE_OF_BIRTH}) if $feature->{DATE_OF_BIRTH};
        my $address = join ' ', grep { defined } @$feature{@address};
        push @{ $values{address} }, $address if $address ne '';
    }
    return { id => "$record->{DATA_SOURCE}-$record->{RECORD_ID}", schema => 'Person', properties => \%values };
}

my (%person, @lines);
for my $file (qw(customers reference watchlist)) {
    open my $in, '<', "$dir/$file.jsonl" or die "$dir/$file.jsonl: $!\n";
    while (<$in>) {
        my $made = person(decode_json($_)) or next;
        $person{ $made->{id} } = 1;
        push @lines, JSON::PP->new->utf8->canonical->encode($made) . "\n";
    }
}
if (!$clusters) {
    print @lines;
    exit;
}

my (%found, %expected);
open my $in, '<', $clusters or die "$clusters: $!\n";
while (<$in>) {
    chomp;
    my ($cluster, undef, $id) = split /\t/;
    $found{$id} = $cluster;
}
open $in, '<', "$dir/actual_truthset_key.csv" or die "$dir: $!\n";
while (<$in>) {
    s/[\r\n]+$//;
    my (undef, $cluster, $source, $record) = split /,/;
    push @{ $expected{$cluster} }, "$source-$record" if $person{"$source-$record"};
}
my %members;
push @{ $members{ $found{$_} // "alone $_" } }, $_ for sort keys %person;
my %whole = map { join(' ', @$_) => 1 } values %members;
my $right = 0;
for my $cluster (sort keys %expected) {
    my $key = join ' ', sort @{ $expected{$cluster} };
    $whole{$key} ? $right++ : print STDERR "not found: $key\n";
}
printf "senzing.clusters_expected %d\nsenzing.clusters_found %d\n", scalar keys %expected, $right;
